/** Third party: Clerk's own packages, unmodified, on the stand-in that `npm run serve` serves. */
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchChromium } from "../testing/browser.ts";
import { CLERK_HOST } from "./backend.ts";

/** As the command makes and prints them. */
const ADA = {
  id: "user_2handoffAdaLovelace0001",
  emailAddress: "ada+clerk_test@example.com",
  password: "analytical-engine",
};
const GRACE = {
  id: "user_2handoffGraceHopper0002",
  emailAddress: "grace+clerk_test@example.com",
  password: "first-compiler",
};
const PUBLISHABLE_KEY = `pk_test_${btoa(`${CLERK_HOST}$`)}`;

const { resolve } = createRequire(import.meta.url);
const CLERK_JS = readFileSync(resolve("@clerk/clerk-js").replace(/[^/\\]*$/, "clerk.browser.js"), "utf8");

let command: ChildProcess;
let folder: string;
let served: ServedClerk;
let site: Server;
let siteUrl: string;
let browser: Browser;
let page: Page;
/** What the page asked of hosts that are not here. */
const foreign: string[] = [];

const HOSTED_PAGE = (proxyUrl: string): string => `<!doctype html><title>An app</title>
  <script>window.__clerk_publishable_key = "${PUBLISHABLE_KEY}"; window.__clerk_proxy_url = "${proxyUrl}";</script>
  <script src="/clerk.browser.js"></script>
  <script>window.Clerk.load({ telemetry: false });</script>`;

type ServedClerk = { readonly url: string; readonly secretKey: string };

/** Runs `npm run serve` and reads from what it prints where Clerk is. */
function serveClerk(): Promise<ServedClerk> {
  folder = mkdtempSync(join(tmpdir(), "handoff-convex-"));
  writeFileSync(join(folder, "nothing.ts"), "export {};");
  const script = fileURLToPath(new URL("../serve.mjs", import.meta.url));
  const options = ["--functions", folder, "--port", "0", "--clerk-port", "0"];
  command = spawn(process.execPath, [script, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let printed = "";
    // Read to its end: a pipe that is closed would end the command.
    command.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /CLERK_API_URL=(\S+)\n/.exec(printed)?.[1];
      const secretKey = /CLERK_SECRET_KEY=(\S+)\n/.exec(printed)?.[1];
      if (url !== undefined && secretKey !== undefined) resolve({ url, secretKey });
    });
    command.once("exit", () => reject(new Error(`The command ended: ${printed}`)));
  });
}

// The command compiles what runs in its sandbox first.
beforeAll(async () => {
  served = await serveClerk();
  site = createServer(({ url }, response) => {
    const isScript = url === "/clerk.browser.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? CLERK_JS : HOSTED_PAGE(served.url));
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchChromium();
  page = await (await browser.newContext()).newPage();
  page.on("request", (request) => {
    if (![siteUrl, served.url].includes(new URL(request.url()).origin)) foreign.push(request.url());
  });
  // The helper that signs in by address alone knows Clerk's server by its name only.
  vi.stubEnv("CLERK_SECRET_KEY", served.secretKey);
  vi.stubEnv("CLERK_PUBLISHABLE_KEY", PUBLISHABLE_KEY);
  const realFetch = fetch;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) =>
    realFetch(
      (input instanceof Request ? input.url : input.toString()).replace("https://api.clerk.com", served.url),
      init,
    ),
  );
  await page.goto(siteUrl);
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await browser.close();
  site.close();
  command.kill();
  rmSync(folder, { recursive: true });
});

type PageWithClerk = {
  Clerk: {
    user: { id: string } | null;
    session: { getToken(options?: { template: string }): Promise<string> } | null;
  };
};
const userOfPage = (): Promise<string | null> =>
  page.evaluate(() => (window as unknown as PageWithClerk).Clerk.user?.id ?? null);
const tokenOfPage = (template?: string): Promise<string> =>
  page.evaluate(async (name) => {
    const { session } = (window as unknown as PageWithClerk).Clerk;
    return (await session?.getToken(name === null ? undefined : { template: name })) ?? "";
  }, template ?? null);

const setupClerkTestingTokenOptions = { frontendApiUrl: CLERK_HOST };

test("@clerk/testing signs in by password, by email code and by address, and out again", async () => {
  const { clerk, clerkSetup } = await import("@clerk/testing/playwright");
  await clerkSetup({ publishableKey: PUBLISHABLE_KEY, dotenv: false });
  expect(process.env["CLERK_TESTING_TOKEN"]).toMatch(/^\d+-/);
  await clerk.loaded({ page: page as never });
  const signInBy = (signInParams: object): Promise<void> =>
    clerk.signIn({ page, setupClerkTestingTokenOptions, signInParams } as never);

  /** Clerk leaves for the app's first page then. */
  const signOut = async (): Promise<void> => {
    const left = page.waitForEvent("framenavigated");
    await clerk.signOut({ page: page as never });
    await left;
    await clerk.loaded({ page: page as never });
  };

  await signInBy({ strategy: "password", identifier: ADA.emailAddress, password: ADA.password });
  expect(await userOfPage()).toBe(ADA.id);
  await signOut();
  expect(await userOfPage()).toBe(null);

  await signInBy({ strategy: "email_code", identifier: GRACE.emailAddress });
  expect(await userOfPage()).toBe(GRACE.id);
  await signOut();

  await clerk.signIn({
    page,
    setupClerkTestingTokenOptions,
    emailAddress: ADA.emailAddress,
  } as never);
  expect(await userOfPage()).toBe(ADA.id);
});

test("@clerk/backend verifies the token of the page, and refuses it for another party or changed", async () => {
  const { createClerkClient, verifyToken } = await import("@clerk/backend");
  const token = await tokenOfPage();
  const options = { secretKey: served.secretKey, apiUrl: served.url };
  expect(await verifyToken(token, { ...options, authorizedParties: [siteUrl] })).toMatchObject({
    sub: ADA.id,
    azp: siteUrl,
    iss: `https://${CLERK_HOST}`,
    v: 2,
  });
  await expect(verifyToken(token, { ...options, authorizedParties: ["https://other.test"] })).rejects.toThrow(
    /authorized part/i,
  );
  const [header, payload, signature = ""] = token.split(".");
  const changed = `${header}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  await expect(verifyToken(changed, options)).rejects.toThrow(/signature/i);
  const forConvex = await tokenOfPage("convex");
  expect(await verifyToken(forConvex, { ...options, audience: "convex" })).toMatchObject({ aud: "convex" });
  await expect(verifyToken(forConvex, { ...options, audience: "another" })).rejects.toThrow(/audience/i);
  const wrongKey = verifyToken(token, { ...options, secretKey: "sk_test_wrong", skipJwksCache: true });
  await expect(wrongKey).rejects.toThrow();

  const client = createClerkClient(options);
  const { data } = await client.sessions.getSessionList({ userId: ADA.id });
  const active = data.find(({ status }) => status === "active");
  expect((await client.sessions.revokeSession(active?.id ?? "")).status).toBe("revoked");
  const users = await client.users.getUserList({ emailAddress: [GRACE.emailAddress] });
  expect(users.data.map(({ id, fullName }) => [id, fullName])).toEqual([[GRACE.id, "Grace Hopper"]]);
});

test("a reload keeps the browser's sessions, another browser has none, and nothing leaves for Clerk", async () => {
  const { clerk } = await import("@clerk/testing/playwright");
  await page.reload();
  await clerk.loaded({ page: page as never });
  expect(await userOfPage()).toBe(null);
  const signInParams = { strategy: "password", identifier: GRACE.emailAddress, password: GRACE.password };
  await clerk.signIn({ page, setupClerkTestingTokenOptions, signInParams } as never);
  await page.reload();
  await clerk.loaded({ page: page as never });
  expect(await userOfPage()).toBe(GRACE.id);

  const other = await (await browser.newContext()).newPage();
  await other.goto(siteUrl);
  await clerk.loaded({ page: other as never });
  expect(await other.evaluate(() => (window as unknown as PageWithClerk).Clerk.user?.id ?? null)).toBe(null);
  expect(foreign).toEqual([]);
});
