import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { ConvexReactClient } from "convex/react";
import { fetchMutation, fetchQuery, preloadQuery, preloadedQueryResult } from "convex/nextjs";
import { anyApi as api } from "convex/server";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { join } from "node:path";
import { ROOT } from "../bundle.ts";
import { readFiles } from "../exercises/files.ts";
import { CLERK_HOST, openBackend, type Backend } from "./backend.ts";
import { listen, type Listening } from "./listen.ts";
import { parseServeOptions } from "./options.ts";

const FOLDER = join(ROOT, "exercises/identity-handoff");
const FUNCTIONS = {
  ...readFiles(join(FOLDER, "starter/convex")),
  ...readFiles(join(FOLDER, "solution/convex")),
  "admin.ts": `
    import { internalQuery } from "./_generated/server";
    export const who = internalQuery({ handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? "nobody" });
  `,
  "http.ts": `
    import { httpRouter } from "convex/server";
    import { httpAction } from "./_generated/server";
    const http = httpRouter();
    http.route({ path: "/who", method: "GET", handler: httpAction(async (ctx) => {
      const identity = await ctx.auth.getUserIdentity();
      return Response.json(identity?.name ?? null);
    }) });
    export default http;
  `,
};
const ADMIN_KEY = "swift-lemur-412|0123456789abcdef";
const ADA = {
  id: "user_2ada",
  firstName: "Ada",
  lastName: "Lovelace",
  emailAddress: "ada@example.com",
  password: "analytical-engine",
};

/** Internal to the package, and used by its command line. */
type AdminClient = { setAdminAuth(key: string, actingAs?: object): void };

let backend: Backend;
let cloud: Listening;
let site: Listening;
let clerk: Listening;
let token: string;

beforeAll(async () => {
  backend = await openBackend({
    environment: { CLERK_JWT_ISSUER_DOMAIN: `https://${CLERK_HOST}` },
    people: [ADA],
    appOrigin: "http://localhost:3000",
    origins: null,
    type: "development",
    tokenProfile: "convex",
    adminKey: ADMIN_KEY,
  });
  expect(await backend.push(FUNCTIONS)).toEqual({ ok: true, value: null });
  [cloud, site, clerk] = await Promise.all([
    listen(0, backend.cloudOrigin, backend.deployment),
    listen(0, backend.siteOrigin, backend.deployment),
    listen(0, backend.clerkOrigin, backend.issuer),
  ]);
  token = await tokenOfAda();
}, 60_000);
afterAll(async () => {
  await Promise.all([cloud.close(), site.close(), clerk.close()]);
  await backend.close();
});

/** Signs in over the Frontend API as an app without cookies does, and asks for a token of the template `convex`. */
async function tokenOfAda(): Promise<string> {
  const post = async (path: string, fields: Record<string, string>, authorization = ""): Promise<Response> =>
    fetch(`${clerk.url}${path}?_is_native=1`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", authorization },
      body: new URLSearchParams(fields),
    });
  const signIn = await post("/v1/client/sign_ins", {
    strategy: "password",
    identifier: ADA.emailAddress,
    password: ADA.password,
  });
  const client = signIn.headers.get("authorization") ?? "";
  const { response } = (await signIn.json()) as { response: { created_session_id: string } };
  const minted = await post(`/v1/client/sessions/${response.created_session_id}/tokens/convex`, {}, client);
  return ((await minted.json()) as { jwt: string }).jwt;
}

describe("over real HTTP and WebSockets", () => {
  test("a person signs in at Clerk and finds their rows at Convex, and nobody else does", async () => {
    const http = new ConvexHttpClient(cloud.url, { logger: false });
    expect(await http.query(api["tasks"]?.["list"] as never)).toEqual([]);
    http.setAuth(token);
    await http.mutation(api["tasks"]?.["add"] as never, { text: "served" } as never);
    expect(await http.query(api["tasks"]?.["list"] as never)).toMatchObject([
      { owner: ADA.id, text: "served" },
    ]);
  });

  test("the socket client subscribes, and hears of what another client writes", async () => {
    const client = new ConvexClient(cloud.url, { logger: false });
    const seen: number[] = [];
    client.setAuth(() => Promise.resolve(token));
    client.onUpdate(api["tasks"]?.["list"] as never, {} as never, (rows: unknown) => {
      seen.push((rows as unknown[]).length);
    });
    await vi.waitFor(() => expect(seen.at(-1)).toBeGreaterThan(0), { timeout: 10_000 });
    const before = seen.at(-1) ?? 0;
    const http = new ConvexHttpClient(cloud.url, { logger: false, auth: token });
    await http.mutation(api["tasks"]?.["add"] as never, { text: "another" } as never);
    await vi.waitFor(() => expect(seen.at(-1)).toBe(before + 1), { timeout: 10_000 });
    await client.close();
  });

  test("the React client signs in over a real socket, and its watched query follows its mutation", async () => {
    const client = new ConvexReactClient(cloud.url, {
      skipConvexDeploymentUrlCheck: true,
      logger: false,
      webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    });
    try {
      const isAuthenticated = new Promise((resolve) => client.setAuth(() => Promise.resolve(token), resolve));
      expect(await isAuthenticated).toBe(true);
      const watch = client.watchQuery(api["tasks"]?.["list"] as never, {});
      const texts = (): unknown[] =>
        ((watch.localQueryResult() as { text: string }[] | undefined) ?? []).map(({ text }) => text);
      watch.onUpdate(() => undefined);
      await client.mutation(api["tasks"]?.["add"] as never, { text: "by React" } as never);
      await vi.waitFor(() => expect(texts()).toContain("by React"));
    } finally {
      await client.close();
    }
  });

  test("a token of 64 KiB is refused by the deployment, not by the server before it", async () => {
    const response = await fetch(`${cloud.url}/api/query`, {
      method: "POST",
      headers: { authorization: `Bearer ${"a".repeat(65_536)}`, "content-type": "application/json" },
      body: JSON.stringify({ path: "tasks:list", args: {} }),
    });
    expect([response.status, await response.json()]).toMatchObject([401, { code: "InvalidAuthHeader" }]);
  });

  test("HTTP actions answer on their own port", async () => {
    const authorization = `Bearer ${token}`;
    expect(await (await fetch(`${site.url}/who`)).json()).toBeNull();
    expect(await (await fetch(`${site.url}/who`, { headers: { authorization } })).json()).toBe(
      "Ada Lovelace",
    );
  });

  test("convex/nextjs fetches, preloads and writes with a token, and as nobody without one", async () => {
    const options = { url: cloud.url, token };
    await fetchMutation(api["tasks"]?.["add"] as never, { text: "from the server" } as never, options);
    const list = api["tasks"]?.["list"] as never;
    const rows: unknown[] = await fetchQuery(list, {}, options);
    expect(rows.at(-1)).toMatchObject({ owner: ADA.id, text: "from the server" });
    const preloaded = await preloadQuery(list, {}, options);
    expect(preloadedQueryResult(preloaded)).toEqual(rows);
    expect(await fetchQuery(list, {}, { url: cloud.url })).toEqual([]);
    await expect(fetchQuery(list, {}, { url: cloud.url, token: `${token}x` })).rejects.toThrow(
      "Could not verify OIDC token claim.",
    );
  });

  test("who holds the admin key calls internal functions, as nobody or in a person's name", async () => {
    const internal = api["admin"]?.["who"] as never;
    const http = new ConvexHttpClient(cloud.url, { logger: false }) as ConvexHttpClient & AdminClient;
    await expect(http.query(internal)).rejects.toThrow("Could not find public function for 'admin:who'.");
    http.setAdminAuth(ADMIN_KEY);
    expect(await http.query(internal)).toBe("nobody");
    http.setAdminAuth(ADMIN_KEY, { subject: "user_x", issuer: "https://issuer" });
    expect(await http.query(internal)).toBe("user_x");
    http.setAdminAuth(`${ADMIN_KEY}0`);
    await expect(http.query(internal)).rejects.toThrow(
      "The provided admin key was invalid for this instance",
    );
    const socket = new ConvexClient(cloud.url, { logger: false });
    (socket.client as unknown as AdminClient).setAdminAuth(ADMIN_KEY, { subject: "user_y", issuer: "i" });
    expect(await socket.query(internal, {} as never)).toBe("user_y");
    await socket.close();
  });

  test("functions that do not compile leave the last push in force and say where", async () => {
    const pushed = await backend.push({ ...FUNCTIONS, "tasks.ts": "export const list = (" });
    expect(pushed).toMatchObject({
      ok: false,
      error: expect.stringContaining("convex/tasks.ts:1:") as string,
    });
    const http = new ConvexHttpClient(cloud.url, { logger: false });
    expect(await http.query(api["tasks"]?.["list"] as never)).toEqual([]);
  });
});

test("the command line says what it does not understand", () => {
  expect(parseServeOptions([])).toEqual({ ok: false, error: "--functions DIR is missing." });
  expect(parseServeOptions(["--functions", "convex", "--env", "A=b=c", "--clerk-port", "0"])).toEqual({
    ok: true,
    value: {
      functions: "convex",
      port: 8000,
      clerkPort: 0,
      adminKey: null,
      environment: { A: "b=c" },
      type: "development",
      tokenProfile: "convex",
    },
  });
  expect(parseServeOptions(["--functions", "convex", "--production", "--strict"])).toMatchObject({
    value: { type: "production", tokenProfile: "strict" },
  });
  expect(parseServeOptions(["--functions", "convex", "--port", "x"])).toMatchObject({ ok: false });
  expect(parseServeOptions(["--functions", "convex", "--env", "A"])).toMatchObject({ ok: false });
});
