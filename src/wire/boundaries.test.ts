/** Whatever crosses a line between realms, its parser takes it apart without a fault, or refuses it. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { isHello, parseCall } from "./embed.ts";
import { parseNetworkCall, parseNetworkEvent } from "./network.ts";
import { parseOfflineCommand, parseOfflineReport } from "./offline.ts";
import { parsePreviewReport } from "./preview.ts";
import { parseRefereeReport } from "./referee.ts";
import { parseSandboxReport } from "./sandbox.ts";
import { parseScriptReport } from "./script.ts";
import { parseClientMessage } from "./sync-protocol.ts";
import { parseHttpActionAnswer, parseIsolateReply } from "./syscall.ts";

type Boundary = {
  readonly parse: (message: unknown) => unknown;
  /** What it takes: the mutants begin here. */
  readonly genuine: readonly object[];
};

const hostCall = { source: "handoff", v: 1, id: 1 };

const BOUNDARIES: Readonly<Record<string, Boundary>> = {
  "a sandbox frame": {
    parse: parseSandboxReport,
    genuine: [
      { type: "ready" },
      { type: "failed", name: "isolate-1", message: "no" },
      { type: "alive", beat: 1 },
    ],
  },
  "the app": {
    parse: parsePreviewReport,
    genuine: [
      { type: "console", level: "log", source: "app", text: "hi" },
      { type: "error", fatal: true, text: "no" },
      { type: "done", task: 1, error: null },
    ],
  },
  "a script": {
    parse: parseScriptReport,
    genuine: [
      { type: "done", call: 1, error: null },
      { type: "alive", beat: 0 },
      { type: "loop", place: "a.ts:1" },
    ],
  },
  "the referee": {
    parse: parseRefereeReport,
    genuine: [
      { type: "call", call: 1, request: { op: "token", person: "ada", fault: "forged" } },
      { type: "check", title: "One", status: "passed", startedAt: 1, durationMs: 1 },
      { type: "finished" },
    ],
  },
  "an isolate": {
    parse: parseIsolateReply,
    genuine: [
      { type: "syscall", execution: 1, call: 1, op: "1.0/get", argsJson: "{}" },
      { type: "returned", execution: 1, outcome: { status: "success", resultJson: "null" } },
      { type: "log", execution: 1, line: "[LOG] hi" },
    ],
  },
  "an HTTP action": {
    parse: parseHttpActionAnswer,
    genuine: [{ status: 200, headers: [["a", "b"]], body: null }],
  },
  "a client of the sandbox's network": {
    parse: parseNetworkCall,
    genuine: [
      {
        type: "request",
        exchange: 1,
        method: "GET",
        url: "https://a.test/",
        headers: [["a", "b"]],
        body: null,
      },
      { type: "send", socket: 1, text: "{}" },
      { type: "close", socket: 1, code: null, reason: "" },
    ],
  },
  "a stand-in": {
    parse: parseNetworkEvent,
    genuine: [
      { type: "response", exchange: 1, status: 200, headers: [], body: "" },
      { type: "closed", socket: 1, code: 1000, reason: "" },
    ],
  },
  "a host page": {
    parse: parseCall,
    genuine: [
      { ...hostCall, type: "run" },
      { ...hostCall, type: "setFiles", payload: { "a.ts": "text" } },
      { ...hostCall, type: "set", payload: { theme: "dark" } },
    ],
  },
  "a page, to the service worker": { parse: parseOfflineCommand, genuine: [{ type: "store" }] },
  "the service worker": { parse: parseOfflineReport, genuine: [{ type: "storing", done: 1, total: 2 }] },
};

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "then",
  "type",
  "id",
  "v",
  "payload",
  "length",
];

const anything = fc.anything({
  key: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...NAMES)),
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
  values: [
    fc.constantFrom<unknown>(null, undefined, NaN, Infinity, -1, 0.5, 2 ** 53, "", "a".repeat(100_000)),
    fc.boolean(),
    fc.integer(),
    fc.string(),
  ],
});

/** A message with one of its fields, however deep, made something else; or one field more; or a ring. */
function mutant(genuine: readonly object[]): fc.Arbitrary<unknown> {
  return fc
    .record({
      message: fc.constantFrom(...genuine),
      steps: fc.array(fc.nat(), { maxLength: 4 }),
      value: anything,
      added: fc.option(fc.constantFrom(...NAMES)),
      isRing: fc.boolean(),
    })
    .map(({ message, steps, value, added, isRing }) => {
      const copy = structuredClone(message);
      let target = copy as Record<string, unknown>;
      let name = "";
      for (const step of steps) {
        const names = Object.keys(target);
        name = names[step % Math.max(1, names.length)] ?? "type";
        const next = target[name];
        if (typeof next !== "object" || next === null) break;
        target = next as Record<string, unknown>;
      }
      const wanted = added ?? (name === "" ? "type" : name);
      // An array's length is no field of a message.
      const put = Array.isArray(target) && wanted === "length" ? "type" : wanted;
      const content = isRing ? copy : value;
      Object.defineProperty(target, put, {
        value: content,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      return copy;
    });
}

const untouched = Object.getOwnPropertyNames(Object.prototype).toSorted().join();
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).toSorted().join()).toBe(untouched);
});

describe.each(Object.entries(BOUNDARIES))("what comes from %s", (_, { parse, genuine }) => {
  it("is taken when it is genuine", () => {
    for (const message of genuine) expect(parse(message)).toMatchObject({});
  });

  it("is refused without a fault when it is anything", () => {
    fc.assert(
      fc.property(anything, (message) => {
        expect(parse(message) ?? null).toBeNull();
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it("is taken apart or refused when a part of it is anything, and what is taken is taken again", () => {
    fc.assert(
      fc.property(mutant(genuine), (message) => {
        const taken = parse(message);
        if (taken === null || isRefusedCall(taken)) return;
        // No inherited names, whatever they were set to.
        expect(Object.getPrototypeOf(taken)).toBe(Object.prototype);
        if (!isHostCall(taken)) expect(parse(taken)).toEqual(taken);
      }),
      { seed: 7, numRuns: 400 },
    );
  });
});

/** The host's calls come out as entries and outcomes, not as they went in. */
const isHostCall = (taken: unknown): boolean =>
  typeof taken === "object" && taken !== null && "call" in taken;
const isRefusedCall = (taken: unknown): boolean =>
  isHostCall(taken) && (taken as { call: unknown }).call === null;

describe("a host page's files", () => {
  it("never become names that an object inherits", () => {
    const files = JSON.parse('{"__proto__":"x","constructor":"y","a.ts":"z"}') as unknown;
    const parsed = parseCall({ ...hostCall, type: "setFiles", payload: files });
    expect(parsed).toEqual({
      id: 1,
      call: {
        type: "setFiles",
        payload: [
          ["__proto__", "x"],
          ["constructor", "y"],
          ["a.ts", "z"],
        ],
      },
    });
  });

  it("are refused with the place when they are something else, and the caller is told", () => {
    expect(parseCall({ ...hostCall, type: "setFiles", payload: { "a.ts": 1 } })).toMatchObject({
      id: 1,
      call: null,
      reason: expect.stringMatching(/^payload/),
    });
  });
});

it("a hello is the envelope and nothing that only looks like it", () => {
  expect(isHello({ source: "handoff", v: 1, type: "hello" })).toBe(true);
  fc.assert(
    fc.property(anything, (message) => !isHello(message)),
    { seed: 8, numRuns: 300 },
  );
});

it("a text of a client's socket that is no message is told why, however deep or broken it is", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.nat(5000).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
    fc.nat(5000).map((depth) => '{"type":'.repeat(depth) + "1" + "}".repeat(depth)),
  );
  fc.assert(
    fc.property(texts, (text) => parseClientMessage(text).type === "Invalid"),
    { seed: 9, numRuns: 400 },
  );
});

it("the network is read in a realm of learner code, whatever it has put on every object", () => {
  const names = { polluted: "yes", status: "passed", ok: true, body: "x", code: 1 };
  const [prototype]: object[] = [Object.prototype];
  try {
    for (const [name, value] of Object.entries(names))
      Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: true });
    const taken = ["a client of the sandbox's network", "a stand-in"].flatMap((from) =>
      (BOUNDARIES[from]?.genuine ?? []).map((message) => JSON.stringify(BOUNDARIES[from]?.parse(message))),
    );
    for (const name of Object.keys(names)) Reflect.deleteProperty(prototype ?? {}, name);
    expect(taken).toEqual(
      ["a client of the sandbox's network", "a stand-in"].flatMap((from) =>
        (BOUNDARIES[from]?.genuine ?? []).map((message) => JSON.stringify(message)),
      ),
    );
  } finally {
    for (const name of Object.keys(names)) Reflect.deleteProperty(prototype ?? {}, name);
  }
});
