/**
 * Learner code that has got hold of the isolate's port: whatever it says there, for itself or in the name of calls that
 * are over or of others, the deployment stays whole, keeps its rows, and serves the next isolate as the first.
 */
import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import type { IsolatePort } from "../functions/isolate-link.ts";
import { LONGEST_MS, quickest } from "./cpu.ts";
import { token } from "./issuer.ts";
import { functionsScript, isolateInProcess } from "./isolate-in-process.ts";
import { RawClient } from "./raw-client.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const HTTP = `
const { httpRouter, httpActionGeneric: httpAction } = require("convex/server");
const http = httpRouter();
http.route({ path: "/slow", method: "GET", handler: httpAction(async (ctx) => {
  await ctx.runQuery("tasks:whoami", {});
  return new Response("done");
}) });
http.route({ path: "/never", method: "GET", handler: httpAction(() => new Promise(() => {})) });
exports.default = http;
`;
const { list, whoami, add } = api["tasks"] as unknown as Record<"list" | "whoami" | "add", never>;

/** A genuine isolate, and the way to say something in its name. */
function stolenIsolate(): {
  readonly port: IsolatePort;
  say(reply: unknown): void;
  /** For what has been copied already. */
  sayUncopied(reply: unknown): void;
} {
  const genuine = isolateInProcess();
  return {
    port: genuine,
    sayUncopied: (reply) => genuine.onmessage?.({ data: reply }),
    say(reply) {
      try {
        genuine.onmessage?.({ data: structuredClone(reply) });
      } catch (error) {
        // What cannot be copied cannot be sent.
        if (!(error instanceof DOMException)) throw error;
      }
    },
  };
}

async function opened() {
  const stage = new Stage();
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  process.on("unhandledRejection", onFault);
  onTestFinished(() => void process.off("unhandledRejection", onFault));
  const { port, say, sayUncopied } = stolenIsolate();
  await stage.deployment.connectIsolate(port);
  const modules = { ...MODULES, http: HTTP };
  expect(await stage.deployment.push(functionsScript(modules))).toMatchObject({ ok: true });
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: "mine" } }]);
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  client.setAuth(await token("ada", NOW_MS));
  const untouched = Object.getOwnPropertyNames(Object.prototype).join();

  /** With another isolate everything is as it was. */
  async function expectWhole(): Promise<void> {
    const rows = stage.deployment.rows();
    await stage.deployment.connectIsolate(isolateInProcess());
    expect(await stage.deployment.push(functionsScript(modules))).toMatchObject({ ok: true });
    expect(stage.deployment.rows()).toEqual(rows);
    expect(await client.query(whoami, {})).toMatchObject({ subject: "ada" });
    expect(await client.query(list, {})).toContainEqual(expect.objectContaining({ text: "mine" }));
    const anonymous = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    expect(await anonymous.query(list, {})).toEqual([]);
    expect(faults).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(untouched);
  }
  return { stage, say, sayUncopied, client, expectWhole };
}

const GENUINE: readonly object[] = [
  { type: "pong", beat: 1 },
  { type: "loop", place: "convex/tasks.ts:9" },
  { type: "evaluating", load: 1, module: "tasks" },
  {
    type: "loaded",
    load: 1,
    functions: [
      {
        module: "tasks",
        export: "list",
        kind: "query",
        visibility: "public",
        argsJson: `{"type":"any"}`,
        returnsJson: null,
      },
    ],
    hasHttpRouter: true,
    schemaJson: `{"tables":[],"schemaValidation":true}`,
    authConfigJson: `{"providers":[]}`,
    cronsJson: "{}",
    missingEnvironment: [],
    fault: null,
  },
  ...[
    "1.0/get",
    "1.0/insert",
    "1.0/getUserIdentity",
    "1.0/queryStreamNext",
    "handoff/queryBatch",
    "1.0/runUdf",
    "1.0/actions/query",
    "1.0/schedule",
    "__proto__",
  ].map((op) => ({
    type: "syscall",
    execution: 1,
    call: 1,
    op,
    argsJson: `{"table":"tasks","id":"x","value":{}}`,
  })),
  { type: "log", execution: 1, line: "[LOG] 'hi'" },
  { type: "returned", execution: 1, outcome: { status: "success", resultJson: "[]" } },
  {
    type: "returned",
    execution: 1,
    outcome: { status: "failure", message: "Uncaught Error: x", stack: "at x", dataJson: `"x"` },
  },
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    0.5,
    2 ** 53,
    "",
    "{",
    "[[",
    `{"__proto__":{"polluted":1}}`,
    `{"$bytes":1}`,
    "__proto__",
    "x".repeat(100_000),
  ),
  fc.anything({
    maxDepth: 2,
    withBigInt: true,
    withMap: true,
    withTypedArray: true,
    key: fc.constantFrom("__proto__", "type", "constructor", "status"),
  }),
);

/** A genuine reply about one of the first 60 calls, or calls that never were, with one field something else. */
const replies = fc
  .record({
    reply: fc.constantFrom(...GENUINE),
    id: fc.integer({ min: -1, max: 60 }),
    at: fc.nat(),
    value: odd,
    isChanged: fc.boolean(),
  })
  .map(({ reply, id, at, value, isChanged }) => {
    const copy = structuredClone(reply) as Record<string, unknown>;
    for (const name of ["execution", "load", "beat", "call"]) if (name in copy) copy[name] = id;
    const target =
      typeof copy["outcome"] === "object" && at % 2 === 0 ? (copy["outcome"] as typeof copy) : copy;
    const names = Object.keys(target).filter((name) => name !== "type");
    const name = names[at % Math.max(1, names.length)];
    if (isChanged && name !== undefined) target[name] = value;
    return copy;
  });

test("6,000 replies that nobody asked for, while calls are under way, leave the deployment whole", async () => {
  const { stage, say, client, expectWhole } = await opened();
  const anonymous = new RawClient(stage.deployment);
  let exchange = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(replies, { minLength: 12, maxLength: 12 }), async (batch) => {
      // What the calls give is the liar's own affair; that they end is not.
      const calls = [
        client.query(list, {}).catch(() => null),
        client.mutation(add, { text: "more" } as never).catch(() => null),
      ];
      exchange += 1;
      const site = URL_OF_DEPLOYMENT.replace(".cloud", ".site");
      anonymous.post({
        type: "request",
        exchange,
        method: "GET",
        url: `${site}/slow`,
        headers: [],
        body: null,
      });
      for (const reply of batch) {
        say(reply);
        await Promise.resolve();
      }
      await Promise.all(calls);
      expect(
        await anonymous.next((event) => "exchange" in event && event.exchange === exchange),
      ).not.toBeNull();
    }),
    { seed: 8, numRuns: 500, endOnFailure: true },
  );
  await expectWhole();
}, 120_000);

test("anything at all is dropped", async () => {
  const { stage, say, expectWhole } = await opened();
  const before = stage.deployment.rows();
  const anything = fc.anything({
    maxDepth: 3,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (reply) => say(reply)),
    { seed: 9, numRuns: 3000 },
  );
  const ring: Record<string, unknown> = { type: "returned", execution: 1 };
  ring["outcome"] = ring;
  say(ring);
  for (const type of ["GET", "SET", "APPLY", "CONSTRUCT", "ENDPOINT"])
    say({
      id: "1",
      type,
      path: ["__proto__", "polluted"],
      value: { type: "RAW", value: 1 },
      argumentList: [],
    });
  expect(stage.deployment.rows()).toEqual(before);
  await expectWhole();
});

test("an HTTP action that gives no JSON is answered all the same", async () => {
  const { stage, say, expectWhole } = await opened();
  const client = new RawClient(stage.deployment);
  for (const [exchange, outcome] of [
    [1, { status: "success", resultJson: "{" }],
    [2, { status: "success", resultJson: `{"status":200,"headers":[],"body":"!"}` }],
    [3, { status: "failure", message: "Uncaught Error: x", dataJson: "{" }],
  ] as const) {
    const url = `${URL_OF_DEPLOYMENT.replace(".cloud", ".site")}/never`;
    client.post({ type: "request", exchange, method: "GET", url, headers: [], body: null });
    // Whatever number it has.
    await vi.waitFor(() => {
      for (let execution = 0; execution < 60; execution++) say({ type: "returned", execution, outcome });
      expect(client.events.some((event) => "exchange" in event && event.exchange === exchange)).toBe(true);
    });
    expect(client.events.at(-1)).toMatchObject({ type: "response", status: 500 });
  }
  await expectWhole();
});

test.each([
  [
    "a result of arrays",
    {
      type: "returned",
      execution: 1,
      outcome: { status: "success", resultJson: `[${"[],".repeat(5_000_000)}0]` },
    },
  ],
  [
    "a result that is deep",
    { type: "returned", execution: 1, outcome: { status: "success", resultJson: "[".repeat(5_000_000) } },
  ],
  [
    "a million functions",
    { type: "loaded", load: 2, functions: Array.from({ length: 1_000_000 }, () => null) },
  ],
  [
    "arguments of objects",
    { type: "syscall", execution: 1, call: 1, op: "1.0/get", argsJson: `[${"{},".repeat(5_000_000)}0]` },
  ],
])(
  "%s keeps nobody waiting",
  async (_, reply) => {
    const { sayUncopied, expectWhole, client } = await opened();
    const call = client.query(list, {}).catch(() => null);
    // The copy is made by the browser, in another thread.
    const { ms } = await quickest(async () => sayUncopied(reply));
    await call;
    expect(ms).toBeLessThanOrEqual(LONGEST_MS);
    await expectWhole();
  },
  30_000,
);
