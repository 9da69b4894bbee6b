/**
 * Learner code with a client's port in its hands: whatever it posts, every request is answered or refused, nothing hangs,
 * no row comes out, and the deployment serves everybody else as before.
 */
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { LONGEST_MS, quickest } from "./cpu.ts";
import { token } from "./issuer.ts";
import { RawClient } from "./raw-client.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const CANARY = "a row of Ada's";
const SITE = URL_OF_DEPLOYMENT.replace(".cloud", ".site");
const SYNC = `${URL_OF_DEPLOYMENT.replace("https", "wss")}/api/1.48.0/sync`;

/** Only what asks who calls; `tasks` as it stands also has functions that show anybody's rows to anybody. */
const GUARDED = `
const { httpRouter, httpActionGeneric: httpAction } = require("convex/server");
const http = httpRouter();
const handler = httpAction(async (ctx) => {
  const identity = await ctx.auth.getUserIdentity();
  return new Response(identity === null ? "nobody" : JSON.stringify(await ctx.runQuery("tasks:list", {})));
});
http.route({ path: "/mine", method: "GET", handler });
http.route({ path: "/mine", method: "POST", handler });
exports.default = http;
`;

async function opened(): Promise<{ readonly stage: Stage; readonly expectAlive: () => Promise<void> }> {
  const stage = new Stage();
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  process.on("unhandledRejection", onFault);
  onTestFinished(() => void process.off("unhandledRejection", onFault));
  const untouched = Object.getOwnPropertyNames(Object.prototype).join();
  expect(await stage.open({ ...MODULES, http: GUARDED })).toBeNull();
  stage.deployment.seed([{ table: "tasks", document: { user: "ada", text: CANARY } }]);
  const genuine = await token("ada", NOW_MS);
  return {
    stage,
    expectAlive: async () => {
      const client = new RawClient(stage.deployment);
      client.post(asked({ headers: [JSON_BODY, ["authorization", `Bearer ${genuine}`]] }));
      const answer = await client.next(({ type }) => type === "response");
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining(CANARY) });
      expect(faults).toEqual([]);
      expect(stage.stuck).toBe(0);
      expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(untouched);
    },
  };
}

const JSON_BODY: [string, string] = ["content-type", "application/json"];
const listed = JSON.stringify({ path: "tasks:list", args: {}, format: "json" });

function asked(parts: object): object {
  const url = `${URL_OF_DEPLOYMENT}/api/query`;
  return { type: "request", exchange: 1, method: "POST", url, headers: [JSON_BODY], body: listed, ...parts };
}

const forged = `eyJhbGciOiJSUzI1NiIsImtpZCI6Imluc19tYWluIn0.${btoa(JSON.stringify({ iss: "https://calm-otter-42.clerk.accounts.dev", aud: "convex", sub: "ada", iat: 1, exp: 2e9 })).replaceAll("=", "")}.AAAA`;

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  maxDepth: 2,
  key: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("__proto__", "constructor", "type", "then")),
});

/** A text with a few of its characters gone, doubled, or others. */
const garbled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(fc.nat(Math.max(0, text.length - 1)), fc.nat(8), fc.string({ maxLength: 3, unit: "binary" })),
      {
        maxLength: 3,
      },
    )
    .map((edits) =>
      edits.reduce(
        (garbling, [at, gone, put]) => garbling.slice(0, at) + put + garbling.slice(at + gone),
        text,
      ),
    );

const paths = [
  "/api/query",
  "/api/mutation",
  "/api/action",
  "/api/function",
  "/api/run/tasks/list",
  "/api/run/%ff/%",
  "/api/query_ts",
  "/api/query_at_ts",
  "/api/query_batch",
  "/api/query?path=tasks:list&args={}",
  "/api/storage/x",
  "/api/storage/upload?token=x",
  "/version",
  "/mine",
  "/\u0000",
];
const bodies = [
  listed,
  JSON.stringify({ queries: [{ path: "tasks:list", args: {} }] }),
  JSON.stringify({ path: "tasks:add", args: { text: "x" }, format: "convex_encoded_json" }),
  JSON.stringify({ path: "tasks:secret", args: [{ __proto__: null }], ts: "AAAAAAAAAAA=" }),
  `{"__proto__":{"polluted":1},"path":"tasks:list","args":{"__proto__":{"polluted":1}}}`,
];
const headers = fc.array(
  fc.oneof(
    fc.constant(JSON_BODY),
    garbled(`Bearer ${forged}`).map((value): [string, string] => ["Authorization", value]),
    fc
      .constantFrom("Convex ", "Convex key", "Bearer", "Bearer ", "Basic x", `Bearer ${"A".repeat(100_000)}`)
      .map((value): [string, string] => ["authorization", value]),
    fc.tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 })),
  ),
  { maxLength: 4 },
);
const requests = fc.record({
  type: fc.constant("request"),
  exchange: fc.constant(1),
  method: fc.oneof(
    fc.constantFrom("GET", "POST", "OPTIONS", "post", "", "GET\r\nx: y"),
    fc.string({ maxLength: 5 }),
  ),
  url: fc.oneof(
    fc
      .tuple(fc.constantFrom(URL_OF_DEPLOYMENT, SITE), fc.constantFrom(...paths))
      .map(([host, path]) => host + path),
    garbled(`${URL_OF_DEPLOYMENT}/api/query`),
    fc.constantFrom("", "javascript:1", "data:,x", "https://[", "//x"),
  ),
  headers,
  body: fc.oneof(
    ...bodies.map(garbled),
    fc.constantFrom(...bodies),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
  ),
});

test("3,000 requests with anything in them are each answered, soon, and without a row", async () => {
  const { stage, expectAlive } = await opened();
  const slow: string[] = [];
  let longestMs = 0;
  const verdict = await fc.check(
    fc.asyncProperty(requests, async (request) => {
      const client = new RawClient(stage.deployment);
      const ask = (): ReturnType<typeof client.next> => {
        client.events.length = 0;
        client.post(request);
        return client.next(({ type }) => type === "response" || type === "failed");
      };
      const { value: answer, ms } = await quickest(ask);
      longestMs = Math.max(longestMs, ms);
      if (ms > LONGEST_MS) slow.push(`${Math.round(ms)} ms: ${JSON.stringify(request).slice(0, 300)}`);
      expect(answer).not.toBeNull();
      expect(client.strange).toEqual([]);
      expect(JSON.stringify(client.events)).not.toContain(CANARY);
    }),
    { seed: 6, numRuns: 3000 },
  );
  console.log(`3,000 requests, the longest took ${longestMs.toFixed(0)} ms of processor time`);
  expect(verdict.counterexample, String(verdict.errorInstance)).toBeNull();
  expect(slow).toEqual([]);
  await expectAlive();
}, 240_000);

test("messages of other types, rings, and sockets that nobody opened are dropped", async () => {
  const { stage, expectAlive } = await opened();
  const ring: Record<string, unknown> = asked({}) as Record<string, unknown>;
  ring["headers"] = ring;
  const client = new RawClient(stage.deployment);
  const messages: unknown[] = [
    ring,
    null,
    "request",
    [asked({})],
    asked({ exchange: -1 }),
    asked({ exchange: 0.5 }),
    asked({ body: {} }),
    asked({ headers: "content-type: x" }),
    { type: "send", socket: 7, text: "{}" },
    { type: "close", socket: 7, code: null, reason: "" },
    JSON.parse(
      `{"type":"request","__proto__":{"exchange":1,"method":"GET","url":"x","headers":[],"body":null}}`,
    ),
    ...["GET", "SET", "APPLY", "CONSTRUCT", "ENDPOINT", "RELEASE"].map((type) => ({
      id: "1",
      type,
      path: ["__proto__", "constructor", "constructor"],
      value: { type: "RAW", value: "polluted" },
      argumentList: [{ type: "RAW", value: "return process" }],
    })),
  ];
  for (const message of messages) client.post(message);
  fc.assert(
    fc.property(anything, (message) => client.post(message)),
    { seed: 7, numRuns: 2000 },
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([client.events, client.strange]).toEqual([[], []]);
  await expectAlive();
});

describe("an input that is as large as it can be", () => {
  const MANY = 5_000_000;
  const withArgs = (args: string): object => asked({ body: `{"path":"tasks:list","args":${args}}` });
  const bearer = (value: string): object =>
    asked({ headers: [JSON_BODY, ["authorization", `Bearer ${value}`]] });
  const payload = (json: string): string =>
    btoa(json).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");

  test.each<[string, () => object, "answered" | "dropped"]>([
    ["arrays", () => withArgs(`[${"[],".repeat(MANY)}0]`), "answered"],
    ["objects", () => withArgs(`{"a":[${"{},".repeat(MANY)}0]}`), "answered"],
    ["numbers", () => withArgs(`{"a":[${"1,".repeat(MANY)}0]}`), "answered"],
    ["names", () => withArgs(`{${Array.from({ length: 1e6 }, (_, at) => `"k${at}":1`).join()}}`), "answered"],
    ["depth", () => withArgs("[".repeat(MANY) + "]".repeat(MANY)), "answered"],
    ["a text as long as it may be", () => withArgs(`{"a":"${"x".repeat(16_700_000)}"}`), "answered"],
    ["more than a body may have", () => withArgs(`"${"x".repeat(19 * 1024 * 1024)}"`), "answered"],
    ["bytes", () => asked({ body: new Uint8Array(16_000_000) }), "answered"],
    ["a token of dots", () => bearer("a.".repeat(1_000_000)), "answered"],
    ["a token of letters", () => bearer(`a.${"A".repeat(2_000_000)}.b`), "answered"],
    [
      "a token of numbers",
      () => bearer(`e30.${payload(`{"iss":"x","a":[${"1,".repeat(700_000)}1]}`)}.b`),
      "answered",
    ],
    [
      "a token of objects",
      () => bearer(`e30.${payload(`{"iss":"x","a":[${"{},".repeat(400_000)}1]}`)}.b`),
      "answered",
    ],
    [
      "a token of names",
      () =>
        bearer(`e30.${payload(`{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join()}}`)}.b`),
      "answered",
    ],
    ["a token of spaces", () => bearer(`e30.${payload(" ".repeat(1_400_000))}.b`), "answered"],
    ["a header with ten million letters", () => bearer("x".repeat(10_000_000)), "answered"],
    [
      "a million headers",
      () => asked({ headers: Array.from({ length: 1e6 }, (_, at) => [`h${at}`, "x"]) }),
      "dropped",
    ],
    [
      "a URL of 16 million letters",
      () => asked({ url: `${URL_OF_DEPLOYMENT}/${"a".repeat(16_000_000)}` }),
      "dropped",
    ],
    ["a method of 16 million letters", () => asked({ method: "G".repeat(16_000_000) }), "dropped"],
    ["a frame of arrays", () => ({ type: "send", socket: 3, text: `[${"[],".repeat(MANY)}0]` }), "dropped"],
  ])(
    "%s: keeps nobody else waiting",
    async (_, make, outcome) => {
      const { stage, expectAlive } = await opened();
      const client = new RawClient(stage.deployment);
      client.post({ type: "open", socket: 3, url: SYNC });
      const message = make();
      // The copy is made by the browser, in a thread that is not the deployment's own.
      const copy = structuredClone(message);
      const present = async (): Promise<unknown> => {
        client.events.length = 0;
        client.postUncopied(copy);
        return outcome === "dropped" ? null : client.next(({ type }) => type === "response");
      };
      const { value: answer, ms } = await quickest(present);
      console.log(`${_}: ${ms.toFixed(0)} ms`);
      if (outcome === "answered") expect(answer).not.toBeNull();
      expect(JSON.stringify(client.events)).not.toContain(CANARY);
      expect(ms).toBeLessThanOrEqual(LONGEST_MS);
      await expectAlive();
    },
    60_000,
  );
});
