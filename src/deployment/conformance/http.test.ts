import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { describe, expect, test } from "vitest";
import { ISSUER, token } from "./issuer.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const SITE = "https://swift-lemur-412.convex.site";

const VALUES = `
const { queryGeneric: query } = require("convex/server");
exports.all = query({ args: {}, handler: async () =>
  ({ big: 7n, bytes: new Uint8Array([1, 2, 3]).buffer, nan: NaN, list: [1n] }) });
`;

const HTTP = `
const { httpRouter, httpActionGeneric: httpAction, anyApi: api } = require("convex/server");
const http = httpRouter();
http.route({ path: "/me", method: "GET", handler: httpAction(async (ctx) => {
  const identity = await ctx.auth.getUserIdentity();
  return Response.json({ subject: identity === null ? null : identity.subject }, { headers: { "X-Own": "yes" } });
}) });
http.route({ path: "/tasks", method: "POST", handler: httpAction(async (ctx, request) => {
  const { text } = await request.json();
  await ctx.runMutation(api.tasks.addFor, { user: "hook", text });
  return new Response(await ctx.runQuery(api.tasks.of, { user: "hook" }), { status: 201 });
}) });
http.route({ pathPrefix: "/echo/", method: "PUT", handler: httpAction(async (ctx, request) =>
  new Response(await request.arrayBuffer(), { headers: { "content-type": "application/octet-stream" } })) });
http.route({ path: "/open", method: "GET", handler: httpAction(async () => new Response("open")) });
http.route({ path: "/boom", method: "GET", handler: httpAction(async () => { throw new Error("boom"); }) });
exports.default = http;
`;

async function opened(modules: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = new Stage();
  expect(await stage.open({ ...MODULES, values: VALUES, ...modules })).toBeNull();
  return stage;
}

function post(
  stage: Stage,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return stage.fetch(`${URL_OF_DEPLOYMENT}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("the functions API", () => {
  test("answers in clean JSON unless the encoded form is asked for", async () => {
    const stage = await opened();
    const clean = await post(stage, "/api/query", { path: "values:all", args: {} });
    expect(await clean.json()).toEqual({
      status: "success",
      value: { big: "7", bytes: "AQID", nan: "NaN", list: ["1"] },
    });
    const encoded = await post(stage, "/api/query", {
      path: "values:all",
      args: [{}],
      format: "convex_encoded_json",
    });
    expect(await encoded.json()).toMatchObject({
      value: { big: { $integer: "BwAAAAAAAAA=" }, bytes: { $bytes: "AQID" } },
    });
    const odd = await post(stage, "/api/query", { path: "values:all", args: {}, format: "xml" });
    expect([odd.status, await odd.json()]).toEqual([
      400,
      { code: "BadFormat", message: expect.stringContaining("'xml'") as string },
    ]);
  });

  test("reads a query by GET", async () => {
    const stage = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "one" } }]);
    const parameters = new URLSearchParams({ path: "tasks:of", args: `{"user":"ada"}`, format: "json" });
    const response = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/query?${parameters.toString()}`);
    expect(await response.json()).toMatchObject({ status: "success", value: ["one"] });
  });

  test("runs a function by its path, of whatever kind, as the caller that the token names", async () => {
    const stage = await opened();
    const authorization = `Bearer ${await token("ada", NOW_MS)}`;
    const added = await post(stage, "/api/run/tasks/add", { args: { text: "by path" } }, { authorization });
    expect(await added.json()).toMatchObject({ status: "success" });
    const listed = await post(stage, "/api/run/tasks/list", { args: {} }, { authorization });
    expect(await listed.json()).toMatchObject({ value: [{ text: "by path", user: "ada" }] });
    const nameless = await post(stage, "/api/run/tasks", { args: {} });
    expect([nameless.status, await nameless.json()]).toMatchObject([400, { code: "MissingIdentifier" }]);
  });

  test("runs a batch of queries at one timestamp and tells the failed from the others", async () => {
    const stage = await opened();
    const queries = [
      { path: "tasks:of", args: { user: "ada" } },
      { path: "tasks:of", args: {} },
    ];
    const response = await post(stage, "/api/query_batch", { queries });
    expect(await response.json()).toMatchObject({
      results: [
        { status: "success", value: [] },
        { status: "error", errorMessage: expect.stringContaining("ArgumentValidationError") as string },
      ],
    });
  });

  test("reads rows as they were at a timestamp that the client was given", async () => {
    const stage = await opened();
    const { ts } = (await (await post(stage, "/api/query_ts", {})).json()) as { ts: string };
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "later" } }]);
    const call = { path: "tasks:of", args: { user: "ada" } };
    const then = await post(stage, "/api/query_at_ts", { ...call, ts });
    expect(await then.json()).toMatchObject({ value: [] });
    const now = await post(stage, "/api/query", call);
    expect(await now.json()).toMatchObject({ value: ["later"] });
    const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    expect(await client.consistentQuery(api["tasks"]?.["of"] as never, { user: "ada" } as never)).toEqual([
      "later",
    ]);
  });

  test.each([
    ["not JSON", "{", 400, "BadJsonBody"],
    ["JSON of another shape", `{"args":{}}`, 400, "BadJsonBody"],
  ])("refuses a body that is %s", async (_, body, status, code) => {
    const stage = await opened();
    const response = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  });

  test("names what is not there as each endpoint does", async () => {
    const stage = await opened();
    const said = async (path: string): Promise<unknown> =>
      (
        (await (await post(stage, path, { path: "no:such", args: {} })).json()) as { errorMessage?: string }
      ).errorMessage?.split("\n")[1];
    expect(await said("/api/function")).toBe(
      "Could not find function for 'no:such'. Did you forget to run `npx convex dev`?",
    );
    expect(await said("/api/query")).toBe("Could not find public function for 'no:such'.");
    const root = await stage.fetch(`${URL_OF_DEPLOYMENT}/`);
    expect([root.status, await root.text()]).toEqual([
      200,
      "This Convex deployment is running. See https://docs.convex.dev/.",
    ]);
  });

  test.each([
    ["Basic abc", 400, "InvalidAdminKey", "Invalid admin key"],
    ["Bear", 400, "InvalidHeaderFailure", "Invalid authentication header"],
    ["Convex some|key", 401, "BadAdminKey", "The provided admin key was invalid for this instance"],
    ["bearer x", 401, "InvalidAuthHeader", expect.stringContaining("Could not parse JWT payload") as string],
  ])("refuses the Authorization %j", async (authorization, status, code, message) => {
    const stage = await opened();
    const response = await post(stage, "/api/query", { path: "tasks:whoami", args: {} }, { authorization });
    expect([response.status, await response.json()]).toEqual([status, { code, message }]);
  });

  test("lets a page of another origin in, as the product does", async () => {
    const stage = await opened();
    const response = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/query`, {
      method: "OPTIONS",
      headers: { origin: "https://lesson.test", "access-control-request-headers": "x-own" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://lesson.test");
    expect(response.headers.get("access-control-allow-headers")).toBe("x-own");
  });
});

describe("HTTP actions", () => {
  test("are not there without convex/http.ts", async () => {
    const stage = await opened();
    const response = await stage.fetch(`${SITE}/me`);
    expect([response.status, await response.text()]).toEqual([
      404,
      "This Convex deployment does not have HTTP actions enabled.",
    ]);
  });

  test("know who calls by the bearer token", async () => {
    const stage = await opened({ http: HTTP });
    const anonymous = await stage.fetch(`${SITE}/me`);
    expect([await anonymous.json(), anonymous.headers.get("x-own")]).toEqual([{ subject: null }, "yes"]);
    const authorization = `Bearer ${await token("ada", NOW_MS)}`;
    const ada = await stage.fetch(`${SITE}/me`, { headers: { authorization } });
    expect(await ada.json()).toEqual({ subject: "ada" });
    expect(stage.hops.map(({ content }) => content.type === "call" && content.functionPath)).toContain(
      "GET /me",
    );
  });

  test("run with an Authorization header that is no token, until they ask who it is", async () => {
    const stage = await opened({ http: HTTP });
    const headers = { authorization: "Bearer of-my-own-making" };
    const open = await stage.fetch(`${SITE}/open`, { headers });
    expect([open.status, await open.text()]).toEqual([200, "open"]);
    const me = await stage.fetch(`${SITE}/me`, { headers });
    expect([me.status, await me.json()]).toMatchObject([
      500,
      {
        code: expect.stringMatching(
          /^\[Request ID: [0-9a-f]{16}\] Server Error: Uncaught Error: Could not parse JWT/,
        ) as string,
      },
    ]);
  });

  test("run mutations and queries, and take and give bytes", async () => {
    const stage = await opened({ http: HTTP });
    const added = await stage.fetch(`${SITE}/tasks`, { method: "POST", body: `{"text":"from a hook"}` });
    expect([added.status, await added.text()]).toEqual([201, "from a hook"]);
    const bytes = new Uint8Array([0, 255, 128]);
    const echoed = await stage.fetch(`${SITE}/echo/x`, { method: "PUT", body: bytes as unknown as string });
    expect(new Uint8Array(await echoed.arrayBuffer())).toEqual(bytes);
  });

  test("answer an unknown path and a thrown error in the product's words", async () => {
    const stage = await opened({ http: HTTP });
    const lost = await stage.fetch(`${SITE}/lost`);
    expect([lost.status, await lost.text()]).toEqual([404, "No HttpAction routed for /lost"]);
    const boom = await stage.fetch(`${SITE}/boom`);
    expect([boom.status, await boom.json()]).toMatchObject([500, { trace: "Uncaught Error: boom" }]);
  });

  test("a convex/http.ts without a router is refused at the push", async () => {
    const stage = new Stage();
    expect(await stage.open({ ...MODULES, http: "exports.default = 1;" })).toMatchObject({
      code: "module",
      message: "The default export of `convex/http.ts` is not a Router.",
    });
  });
});

describe("a production deployment", () => {
  test("tells clients neither why a function failed nor what it logged, but passes a ConvexError's data on", async () => {
    const stage = new Stage({ CLERK_JWT_ISSUER_DOMAIN: ISSUER }, "production");
    expect(await stage.open({ ...MODULES, http: HTTP })).toBeNull();
    const failed = await post(stage, "/api/query", { path: "tasks:of", args: {} });
    expect(await failed.json()).toEqual({
      status: "error",
      errorMessage: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/) as string,
    });
    const logged = await post(stage, "/api/query", { path: "tasks:of", args: { user: "ada" } });
    expect(await logged.json()).toEqual({ status: "success", value: [] });
    const thrown = await post(stage, "/api/mutation", { path: "tasks:add", args: { text: "x" } });
    expect(await thrown.json()).toMatchObject({ errorData: "Not signed in" });
    const boom = await stage.fetch(`${SITE}/boom`);
    expect(await boom.json()).toEqual({
      code: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/) as string,
    });
  });
});
