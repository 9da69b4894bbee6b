import { BaseConvexClient, ConvexClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { foreign, ISSUER, token } from "./issuer.ts";
import { functionsScript, isolateInProcess } from "./isolate-in-process.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const clients: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

const silent = { logVerbose() {}, log() {}, warn() {}, error() {} };

function connect(stage: Stage): ConvexClient {
  const client = new ConvexClient(URL_OF_DEPLOYMENT, {
    webSocketConstructor: stage.webSocket,
    logger: silent,
  });
  clients.push(client);
  return client;
}

/** Collects every result of a subscription. */
function watch(client: ConvexClient, name: string, args: Record<string, unknown> = {}): unknown[] {
  const results: unknown[] = [];
  client.onUpdate(
    api["tasks"]?.[name] as never,
    args as never,
    (value) => results.push(value),
    (error) => results.push(error.message),
  );
  return results;
}

function authenticate(client: ConvexClient, fetchToken: () => Promise<string | null>): boolean[] {
  const states: boolean[] = [];
  client.setAuth(fetchToken, (isAuthenticated) => states.push(isAuthenticated));
  return states;
}

async function opened(): Promise<Stage> {
  const stage = new Stage();
  expect(await stage.open()).toBeNull();
  return stage;
}

describe("the real Convex client", () => {
  test("gets nothing when it is anonymous", async () => {
    const stage = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "one" } }]);
    const client = connect(stage);
    expect(await client.query(api["tasks"]?.["whoami"] as never, {} as never)).toBeNull();
    expect(await client.query(api["tasks"]?.["list"] as never, {} as never)).toEqual([]);
  });

  test("gets its rows and identity with a valid token", async () => {
    const stage = await opened();
    stage.deployment.seed([
      { table: "tasks", document: { user: "ada", text: "mine" } },
      { table: "tasks", document: { user: "bob", text: "not mine" } },
    ]);
    const client = connect(stage);
    const states = authenticate(client, () => token("ada", NOW_MS));
    const rows = watch(client, "list");
    const who = watch(client, "whoami");
    await vi.waitFor(() => expect(rows.at(-1)).toMatchObject([{ user: "ada", text: "mine" }]));
    expect(states).toContain(true);
    expect(who.at(-1)).toEqual({
      tokenIdentifier: `${ISSUER}|ada`,
      subject: "ada",
      issuer: ISSUER,
      name: "ada",
      emailVerified: true,
      sid: "sess_1",
    });
    expect(stage.asked.slice(0, 2).map((url) => new URL(url).pathname)).toEqual([
      "/.well-known/openid-configuration",
      "/.well-known/jwks.json",
    ]);
  });

  test("sees a mutation's effect, and only queries that read the changed rows run again", async () => {
    const stage = await opened();
    const client = connect(stage);
    const ada = watch(client, "of", { user: "ada" });
    const bob = watch(client, "of", { user: "bob" });
    await vi.waitFor(() => expect([ada, bob]).toEqual([[[]], [[]]]));
    const callsBefore = stage.hops.filter(({ content }) => content.type === "call").length;
    await client.mutation(api["tasks"]?.["addFor"] as never, { user: "ada", text: "new" } as never);
    await vi.waitFor(() => expect(ada).toEqual([[], ["new"]]));
    expect(bob).toEqual([[]]);
    const calls = stage.hops.filter(({ content }) => content.type === "call").slice(callsBefore);
    expect(calls.map(({ content }) => content.type === "call" && content.functionPath)).toEqual([
      "tasks:addFor",
      "tasks:of",
    ]);
  });

  test("is not told of a result that has not changed", async () => {
    const stage = await opened();
    const client = connect(stage);
    const rows = watch(client, "list");
    await vi.waitFor(() => expect(rows).toEqual([[]]));
    authenticate(client, () => token("ada", NOW_MS));
    await vi.waitFor(() => expect(stage.frames("deployment").length).toBeGreaterThanOrEqual(2));
    expect(rows).toEqual([[]]);
    expect(stage.frames("deployment").at(1)).toMatchObject({ type: "Transition", modifications: [] });
  });

  test("reads the text of a failed mutation, which wrote nothing", async () => {
    const stage = await opened();
    const client = connect(stage);
    const halfway = client.mutation(api["tasks"]?.["halfway"] as never, {} as never);
    await expect(halfway).rejects.toThrow(
      /^\[CONVEX M\(tasks:halfway\)\] \[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: changed my mind/,
    );
    expect(stage.deployment.rows()["tasks"]).toEqual([]);
  });

  test("gets the data of a ConvexError", async () => {
    const stage = await opened();
    const client = connect(stage);
    const add = client.mutation(api["tasks"]?.["add"] as never, { text: "x" } as never);
    await expect(add).rejects.toMatchObject({ data: "Not signed in" });
  });

  test("runs an action that calls a mutation and an internal query", async () => {
    const stage = await opened();
    const client = connect(stage);
    authenticate(client, () => token("ada", NOW_MS));
    expect(await client.action(api["tasks"]?.["act"] as never, { text: "from action" } as never)).toBe(1);
  });

  test("ends not authenticated after a token that is refused", async () => {
    const stage = await opened();
    const client = connect(stage);
    const states = authenticate(client, () => token("ada", NOW_MS, { key: foreign.privateKey }));
    await vi.waitFor(() => expect(states).toEqual([false]), { timeout: 5000 });
    expect(stage.frames("deployment").find(({ type }) => type === "AuthError")).toEqual({
      type: "AuthError",
      error:
        "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
      baseVersion: 0,
      authUpdateAttempted: true,
    });
    const hop = stage.hops.find(({ tokens }) => tokens.length > 0);
    expect(hop?.tokens[0]?.verification).toMatchObject({ status: "refused", code: "Unauthenticated" });
  });

  test("is told when its token has run out by the time it is needed, and comes back with a fresh one", async () => {
    const stage = await opened();
    const client = connect(stage);
    const fetched: number[] = [];
    const states = authenticate(client, () => {
      fetched.push(1);
      return token(fetched.length > 2 ? "ada" : "ada", stage.clock.now(), {
        lifetimeSeconds: 60 + fetched.length,
      });
    });
    await vi.waitFor(() => expect(states).toContain(true));
    await vi.waitFor(() => expect(fetched.length).toBe(2));
    await vi.waitFor(() =>
      expect(stage.frames("client").filter(({ type }) => type === "Authenticate").length).toBe(2),
    );
    await vi.waitFor(() =>
      expect(stage.frames("deployment").at(-1)).toMatchObject({ endVersion: { identity: 2 } }),
    );
    stage.clock.advance(70_000);
    const added = client.mutation(api["tasks"]?.["add"] as never, { text: "late" } as never);
    await expect(added).resolves.toMatch(/^[0-9a-z]{32}$/);
    expect(stage.frames("deployment").find(({ type }) => type === "AuthError")).toMatchObject({
      error: "Convex token identity expired",
      authUpdateAttempted: false,
    });
  });

  test("never inserts twice when it has to send a mutation again", async () => {
    const stage = await opened();
    const client = connect(stage);
    await client.mutation(api["tasks"]?.["addFor"] as never, { user: "ada", text: "first" } as never);
    const socket = stage.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket");
    // The answer to the next mutation is lost with its socket.
    const deliver = socket.onmessage;
    socket.onmessage = () => {};
    const second = client.mutation(
      api["tasks"]?.["addFor"] as never,
      { user: "ada", text: "second" } as never,
    );
    await vi.waitFor(() => expect(stage.deployment.rows()["tasks"]).toHaveLength(2));
    socket.onmessage = deliver;
    socket.close(1001, "cut");
    await expect(second).resolves.toBeNull();
    expect(stage.deployment.rows()["tasks"]).toHaveLength(2);
  });

  test("is pinged when there is nothing to say", async () => {
    const stage = await opened();
    const client = connect(stage);
    const who = watch(client, "whoami");
    await vi.waitFor(() => expect(who).toEqual([null]));
    stage.clock.advance(15_000);
    await vi.waitFor(() => expect(stage.frames("deployment").at(-1)).toEqual({ type: "Ping" }));
  });

  test("is disconnected by a malformed frame", async () => {
    const stage = await opened();
    const messages: string[] = [];
    const Socket = stage.webSocket;
    const socket = new Socket(`${URL_OF_DEPLOYMENT.replace("https", "wss")}/api/1.48.0/sync`);
    socket.onmessage = ({ data }) => messages.push(String(data));
    const closed = new Promise((resolve) => {
      socket.onclose = ({ code }) => resolve(code);
    });
    socket.onopen = () => socket.send("{");
    expect(await closed).toBe(1005);
    expect(JSON.parse(messages[0] ?? "")).toEqual({
      type: "FatalError",
      error: "Received Invalid JSON on websocket: expected value",
    });
  });

  test("runs its queries again after a push, and rows survive a new isolate", async () => {
    const stage = await opened();
    stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "kept" } }]);
    const client = connect(stage);
    const ada = watch(client, "of", { user: "ada" });
    await vi.waitFor(() => expect(ada).toEqual([["kept"]]));
    await stage.deployment.connectIsolate(isolateInProcess());
    const changed = { ...MODULES, tasks: MODULES.tasks.replace("task.text)", "task.text + '!')") };
    expect((await stage.deployment.push(functionsScript(changed))).ok).toBe(true);
    await vi.waitFor(() => expect(ada).toEqual([["kept"], ["kept!"]]));
  });
});

describe("the base client", () => {
  test("is on the version of every transition that it got", async () => {
    const stage = await opened();
    const client = new BaseConvexClient(URL_OF_DEPLOYMENT, () => {}, {
      webSocketConstructor: stage.webSocket,
      logger: silent,
    });
    clients.push(client);
    client.subscribe("tasks:of", { user: "ada" });
    await client.mutation("tasks:addFor", { user: "ada", text: "one" });
    expect(client.localQueryResult("tasks:of", { user: "ada" })).toEqual(["one"]);
  });
});
