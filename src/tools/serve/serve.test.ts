import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
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
const ADA = {
  id: "user_2ada",
  firstName: "Ada",
  lastName: "Lovelace",
  emailAddress: "ada@example.com",
  password: "analytical-engine",
};

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
    fileOrigin: null,
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

  test("HTTP actions answer on their own port", async () => {
    const authorization = `Bearer ${token}`;
    expect(await (await fetch(`${site.url}/who`)).json()).toBeNull();
    expect(await (await fetch(`${site.url}/who`, { headers: { authorization } })).json()).toBe(
      "Ada Lovelace",
    );
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
    value: { functions: "convex", port: 8000, clerkPort: 0, environment: { A: "b=c" } },
  });
  expect(parseServeOptions(["--functions", "convex", "--port", "x"])).toMatchObject({ ok: false });
  expect(parseServeOptions(["--functions", "convex", "--env", "A"])).toMatchObject({ ok: false });
});
