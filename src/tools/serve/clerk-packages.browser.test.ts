/** Third party: Clerk's own packages, unmodified, on the stand-in behind real HTTP. */
import { createServer, type Server } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchChromium } from "../testing/browser.ts";
import { openBackend, CLERK_HOST, type Backend } from "./backend.ts";
import { listen, type Listening } from "./listen.ts";

const ADA = {
  id: "user_2ada",
  firstName: "Ada",
  lastName: "Lovelace",
  emailAddress: "ada+clerk_test@example.com",
  password: "analytical-engine",
};
const GRACE = { ...ADA, id: "user_2grace", firstName: "Grace", emailAddress: "grace+clerk_test@example.com" };
const PUBLISHABLE_KEY = `pk_test_${btoa(`${CLERK_HOST}$`)}`;

const { resolve } = createRequire(import.meta.url);
const CLERK_JS = readFileSync(resolve("@clerk/clerk-js").replace(/[^/\\]*$/, "clerk.browser.js"), "utf8");

let backend: Backend;
let clerkServer: Listening;
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

beforeAll(async () => {
  backend = await openBackend({
    environment: {},
    people: [ADA, GRACE],
    appOrigin: "http://localhost:3000",
    origins: null,
    type: "development",
    tokenProfile: "convex",
    adminKey: null,
  });
  clerkServer = await listen(0, backend.clerkOrigin, backend.issuer);
  site = createServer(({ url }, response) => {
    const isScript = url === "/clerk.browser.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? CLERK_JS : HOSTED_PAGE(clerkServer.url));
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchChromium();
  page = await (await browser.newContext()).newPage();
  page.on("request", (request) => {
    if (![siteUrl, clerkServer.url].includes(new URL(request.url()).origin)) foreign.push(request.url());
  });
  // The helpers know Clerk's server by its name only.
  const secretKey = (await backend.inspectClerk()).secretKey;
  vi.stubEnv("CLERK_SECRET_KEY", secretKey);
  vi.stubEnv("CLERK_PUBLISHABLE_KEY", PUBLISHABLE_KEY);
  const realFetch = fetch;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) =>
    realFetch(
      (input instanceof Request ? input.url : input.toString()).replace(
        "https://api.clerk.com",
        clerkServer.url,
      ),
      init,
    ),
  );
  await page.goto(siteUrl);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await browser.close();
  site.close();
  await clerkServer.close();
  await backend.close();
});

type PageWithClerk = {
  Clerk: { user: { id: string } | null; session: { getToken(): Promise<string> } | null };
};
const userOfPage = (): Promise<string | null> =>
  page.evaluate(() => (window as unknown as PageWithClerk).Clerk.user?.id ?? null);
const tokenOfPage = (): Promise<string> =>
  page.evaluate(async () => (await (window as unknown as PageWithClerk).Clerk.session?.getToken()) ?? "");

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
  const { secretKey } = await backend.inspectClerk();
  const token = await tokenOfPage();
  const options = { secretKey, apiUrl: clerkServer.url };
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
  const wrongKey = verifyToken(token, { ...options, secretKey: "sk_test_wrong", skipJwksCache: true });
  await expect(wrongKey).rejects.toThrow();

  const client = createClerkClient(options);
  const { data } = await client.sessions.getSessionList({ userId: ADA.id });
  const active = data.find(({ status }) => status === "active");
  expect((await client.sessions.revokeSession(active?.id ?? "")).status).toBe("revoked");
  const users = await client.users.getUserList({ emailAddress: [GRACE.emailAddress] });
  expect(users.data.map(({ id, fullName }) => [id, fullName])).toEqual([[GRACE.id, "Grace Lovelace"]]);
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
