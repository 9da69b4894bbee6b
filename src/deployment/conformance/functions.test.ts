import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { describe, expect, test, vi } from "vitest";
import { token } from "./issuer.ts";
import { functionsScript, isolateInProcess } from "./isolate-in-process.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

async function opened(): Promise<{ stage: Stage; client: ConvexHttpClient }> {
  const stage = new Stage();
  expect(await stage.open()).toBeNull();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  return { stage, client };
}

const query = (client: ConvexHttpClient, name: string, args: object = {}): Promise<unknown> =>
  client.query(api["tasks"]?.[name] as never, args as never);
const mutate = (client: ConvexHttpClient, name: string, args: object = {}): Promise<unknown> =>
  client.mutation(api["tasks"]?.[name] as never, args as never);

describe("the real HTTP client", () => {
  test("queries, mutates and acts with a bearer token", async () => {
    const { stage, client } = await opened();
    client.setAuth(await token("ada", NOW_MS));
    const id = await mutate(client, "add", { text: "over http" });
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{32}$/);
    expect(await query(client, "list")).toMatchObject([{ _id: id, text: "over http" }]);
    expect(await client.action(api["tasks"]?.["act"] as never, { text: "again" } as never)).toBe(2);
    const [request] = stage.hops;
    expect(request).toMatchObject({ from: "client", content: { type: "request", method: "POST" } });
    expect(request?.tokens[0]?.verification).toMatchObject({ status: "accepted", subject: "ada" });
  });

  test("fails with an invalid token instead of going on as nobody", async () => {
    const { client } = await opened();
    client.setAuth(await token("ada", NOW_MS, { lifetimeSeconds: -5 }));
    await expect(query(client, "list")).rejects.toThrow(
      JSON.stringify({
        code: "Unauthenticated",
        message:
          "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
      }),
    );
  });
});

describe("a call", () => {
  test.each([
    ["lst", {}, "Could not find public function for 'tasks:lst'."],
    ["secret", {}, "Could not find public function for 'tasks:secret'."],
    ["add", { text: "x" }, "Trying to execute tasks.js:add as Query, but it is defined as Mutation."],
    [
      "of",
      {},
      "ArgumentValidationError: Object is missing the required field `user`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({user: v.string()})",
    ],
    [
      "of",
      { user: 1 },
      "ArgumentValidationError: Value does not match validator.\nPath: .user\nValue: 1.0\nValidator: v.string()",
    ],
    [
      "fetching",
      {},
      "Uncaught Error: Can't use fetch() in queries and mutations. Please consider using an action. See https://docs.convex.dev/functions/actions for more details.",
    ],
    ["never", {}, "Returned promise will never resolve"],
  ])("of %s with %j fails in the product's words", async (name, args, message) => {
    const { client } = await opened();
    const failed = query(client, name, args);
    await expect(failed).rejects.toThrow(/^\[Request ID: [0-9a-f]{16}\] Server Error\n/);
    await expect(failed).rejects.toThrow(message);
  });

  test("sees a clock that stands still", async () => {
    const { client } = await opened();
    expect(await query(client, "clock")).toEqual({ now: NOW_MS, made: NOW_MS });
  });

  test("of a write that breaks the schema is refused", async () => {
    const { stage, client } = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "one" } }]);
    const [row] = (stage.deployment.rows()["tasks"] ?? []) as { _id: string }[];
    expect(await mutate(client, "rename", { id: row?._id, text: "two" })).toMatchObject({ text: "two" });
    expect(stage.deployment.seed([{ table: "tasks", document: { user: "ada" } }])).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^Failed to insert or update a document in table "tasks"/) as string,
    });
  });

  test("pages through rows with cursors", async () => {
    const { stage, client } = await opened();
    const document = (text: string): { table: string; document: object } => ({
      table: "tasks",
      document: { user: "ada", text },
    });
    stage.deployment.seed([document("1"), document("2"), document("3")] as never);
    type Page = { page: { text: string }[]; isDone: boolean; continueCursor: string };
    const first = (await query(client, "page", { cursor: null })) as Page;
    expect(first.page.map(({ text }) => text)).toEqual(["1", "2"]);
    const second = (await query(client, "page", { cursor: first.continueCursor })) as Page;
    expect(second.page.map(({ text }) => text)).toEqual(["3"]);
    expect(second.isDone).toBe(true);
  });

  test("that an isolate never comes to fails in time; a new isolate goes on with the rows", async () => {
    const { stage, client } = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "kept" } }]);
    // An isolate that answers nothing, as one does whose thread is held.
    const held = { onmessage: null, postMessage: vi.fn() };
    const connecting = stage.deployment.connectIsolate(held);
    stage.clock.advance(3000);
    await connecting;
    const failed = expect(query(client, "spin")).rejects.toThrow(
      "Function execution timed out (maximum duration: 1s)",
    );
    await vi.waitFor(() => expect(held.postMessage).toHaveBeenCalledTimes(3));
    stage.clock.advance(2000);
    await failed;
    expect(stage.stuck).toBe(1);
    const waiting = query(client, "of", { user: "ada" });
    await stage.deployment.connectIsolate(isolateInProcess());
    expect(await waiting).toEqual(["kept"]);
  });

  test("is answered by what was pushed last, and lies of the isolate are dropped", async () => {
    const { stage, client } = await opened();
    const liar = isolateInProcess();
    await stage.deployment.connectIsolate(liar);
    for (const data of [
      { type: "returned", execution: 99, outcome: { status: "success", resultJson: "1" } },
      { type: "syscall", execution: 99, call: 0, op: "1.0/insert", argsJson: "{" },
      { type: "syscall", execution: 1, call: 0 },
      "nonsense",
    ]) {
      liar.onmessage?.({ data });
    }
    const changed = { ...MODULES, tasks: MODULES.tasks.replace("ctx.auth.getUserIdentity() });", "7 });") };
    expect((await stage.deployment.push(functionsScript(changed))).ok).toBe(true);
    expect(await query(client, "whoami")).toBe(7);
  });
});

describe("an execution", () => {
  const NOISY = `const { queryGeneric: query } = require("convex/server");
    exports.count = query({ handler: async () => { for (let i = 0; i < 100; i++) console.log(i); } });
    exports.mark = query({ handler: async () => [Math.mark ?? null, console.mark ?? null, (Math.mark = console.mark = 1)] });
    exports.own = query({ handler: async () => [process.env.CONVEX_CLOUD_URL, process.env.CONVEX_SITE_URL] });`;
  const call = async (stage: Stage, name: string): Promise<{ logLines?: string[]; value: unknown }> => {
    const response = await stage.fetch(`${URL_OF_DEPLOYMENT}/api/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ path: `noisy:${name}`, args: {} }),
    });
    // The isolate puts its packages back when nothing else can run.
    await new Promise((resolve) => setTimeout(resolve, 2));
    return (await response.json()) as { logLines?: string[]; value: unknown };
  };

  test("finds nothing of the one before: neither its log lines nor what it did to its globals", async () => {
    const stage = new Stage();
    expect(await stage.open({ noisy: NOISY })).toBeNull();
    for (let round = 0; round < 5; round++) {
      expect((await call(stage, "count")).logLines).toHaveLength(100);
      expect((await call(stage, "mark")).value).toEqual([null, null, 1]);
    }
  });

  test("knows where its deployment is", async () => {
    const stage = new Stage();
    expect(await stage.open({ noisy: NOISY })).toBeNull();
    const { value } = await call(stage, "own");
    expect(value).toEqual([URL_OF_DEPLOYMENT, URL_OF_DEPLOYMENT.replace(".cloud", ".site")]);
  });
});

describe("a function", () => {
  const META = `const { queryGeneric: query, mutationGeneric: mutation, internalQueryGeneric: internalQuery, actionGeneric: action, createFunctionHandle, anyApi: api } = require("convex/server");
    exports.self = query({ handler: (ctx) => ctx.meta.getFunctionMetadata() });
    exports.where = action({ handler: (ctx) => ctx.meta.getDeploymentMetadata() });
    exports.metrics = mutation({ handler: async (ctx) => {
      await ctx.db.insert("rows", { a: 1 });
      await ctx.db.query("rows").collect();
      return ctx.meta.getTransactionMetrics();
    } });
    exports.hidden = internalQuery({ handler: async () => "by its handle" });
    exports.handle = mutation({ handler: () => createFunctionHandle(api["deep/meta"].hidden) });
    exports.follow = query({ handler: (ctx, { handle }) => ctx.runQuery(handle, {}) });
    exports.follows = action({ handler: (ctx, { handle }) => ctx.runQuery(handle, {}) });
    exports.lost = mutation({ handler: () => createFunctionHandle(api.no.such) });`;

  test("is told of itself, its transaction and its deployment, and calls another by its handle", async () => {
    const stage = new Stage();
    expect(await stage.open({ "deep/meta": META })).toBeNull();
    const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    const of = (name: string): never => api["deep/meta"]?.[name] as never;
    expect(await client.query(of("self"))).toEqual({
      name: "deep/meta:self",
      componentPath: "",
      type: "query",
      visibility: "public",
    });
    expect(await client.action(of("where"))).toEqual({ name: "swift-lemur-412", region: null, class: "s16" });
    expect(await client.mutation(of("metrics"))).toMatchObject({
      documentsRead: { used: 1, remaining: 31_999 },
      documentsWritten: { used: 1, remaining: 15_999 },
      databaseQueries: { used: 1, remaining: 4095 },
      functionsScheduled: { used: 0, remaining: 1000 },
    });
    const handle: unknown = await client.mutation(of("handle"));
    expect(handle).toMatch(/^function:\/\//);
    for (const call of [
      client.query(of("follow"), { handle } as never),
      client.action(of("follows"), { handle } as never),
    ]) {
      expect(await call).toBe("by its handle");
    }
    await expect(client.mutation(of("lost"))).rejects.toThrow("Could not find function for 'no:such'.");
    await expect(client.query(of("follow"), { handle: "function://x" } as never)).rejects.toThrow(
      "Invalid function handle: function://x",
    );
  });
});
