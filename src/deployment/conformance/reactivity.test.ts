import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeTimestamp } from "../../wire/sync-protocol.ts";
import { Stage, URL_OF_DEPLOYMENT, type SocketInMemory } from "./stage.ts";

const FUNCTIONS = `
const { queryGeneric: query, mutationGeneric: mutation } = require("convex/server");
exports.of = query(async (ctx, { user }) =>
  (await ctx.db.query("tasks").withIndex("by_user", (q) => q.eq("user", user)).collect()).map(({ text }) => text));
exports.one = query(async (ctx, { id }) => (await ctx.db.get(id))?.text ?? null);
exports.newest = query(async (ctx) => (await ctx.db.query("tasks").order("desc").first())?.text ?? null);
exports.add = mutation(async (ctx, { user, text }) => ctx.db.insert("tasks", { user, text }));
exports.rename = mutation(async (ctx, { id, text }) => ctx.db.patch(id, { text }));
exports.long = query(async (ctx) => "x".repeat(4000000) + "é" + "y".repeat(4000000));
exports.transfer = mutation(async (ctx, { from, to, amount }) => {
  const account = async (name) => ctx.db.query("accounts").withIndex("by_name", (q) => q.eq("name", name)).unique();
  const source = await account(from);
  if (source.balance < amount) throw new Error("Too poor");
  await ctx.db.patch(source._id, { balance: source.balance - amount });
  const target = await account(to);
  await ctx.db.patch(target._id, { balance: target.balance + amount });
});
exports.balances = query(async (ctx) =>
  Object.fromEntries((await ctx.db.query("accounts").collect()).map(({ name, balance }) => [name, balance])));
`;
const SCHEMA = `
const { defineSchema, defineTable } = require("convex/server");
const { v } = require("convex/values");
exports.default = defineSchema({
  tasks: defineTable({ user: v.string(), text: v.string() }).index("by_user", ["user"]),
  accounts: defineTable({ name: v.string(), balance: v.number() }).index("by_name", ["name"]),
});
`;

const api = anyApi["f"];

describe("a subscription", () => {
  let stage: Stage;
  let client: ConvexClient;
  let http: ConvexHttpClient;
  const mutate = (name: string, args: object): Promise<unknown> =>
    http.mutation(api?.[name] as never, args as never);

  beforeEach(async () => {
    stage = new Stage();
    expect(await stage.open({ f: FUNCTIONS, schema: SCHEMA })).toBeNull();
    client = new ConvexClient(URL_OF_DEPLOYMENT, { webSocketConstructor: stage.webSocket });
    http = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  });
  afterEach(() => client.close());

  function watch(name: string, args: object = {}): unknown[] {
    const seen: unknown[] = [];
    client.onUpdate(api?.[name] as never, args as never, (value) => seen.push(value));
    return seen;
  }

  const runsOf = (name: string, args: object): number =>
    stage.hops.filter(
      ({ content }) =>
        content.type === "call" &&
        content.functionPath === `f:${name}` &&
        content.argsJson === JSON.stringify([args]),
    ).length;

  test("runs again only for what it has read", async () => {
    const id = await mutate("add", { user: "grace", text: "compile" });
    const ada = watch("of", { user: "ada" });
    const grace = watch("of", { user: "grace" });
    const one = watch("one", { id });
    const newest = watch("newest");
    await vi.waitFor(() =>
      expect([ada.length, grace.length, one.length, newest.length]).toEqual([1, 1, 1, 1]),
    );
    await mutate("add", { user: "ada", text: "calculate" });
    await vi.waitFor(() => expect([ada.at(-1), newest.at(-1)]).toEqual([["calculate"], "calculate"]));
    const runs = (): number[] => [
      runsOf("of", { user: "ada" }),
      runsOf("of", { user: "grace" }),
      runsOf("one", { id }),
      runsOf("newest", {}),
    ];
    expect(runs()).toEqual([2, 1, 1, 2]);
    await mutate("rename", { id, text: "link" });
    await vi.waitFor(() => expect([grace.at(-1), one.at(-1)]).toEqual([["link"], "link"]));
    // The newest row came first, so the older one was never read.
    expect(runs()).toEqual([2, 2, 2, 2]);
  }, 20_000);

  test("of a long result gets it in chunks", async () => {
    const seen = watch("long");
    await vi.waitFor(() => expect(seen).toHaveLength(1), { timeout: 10_000 });
    expect(seen[0]).toBe(`${"x".repeat(4_000_000)}é${"y".repeat(4_000_000)}`);
    const chunks = stage.hops.filter(
      ({ content }) => content.type === "frame" && content.text.startsWith('{"type":"TransitionChunk"'),
    );
    expect(chunks).toHaveLength(2);
  }, 20_000);
});

describe("a socket", () => {
  test("of a client that has seen a later time than there is ends as an internal error does", async () => {
    const stage = new Stage();
    expect(await stage.open({ f: FUNCTIONS, schema: SCHEMA })).toBeNull();
    const Socket = stage.webSocket as unknown as new (url: string) => SocketInMemory;
    const socket = new Socket(`wss://swift-lemur-412.convex.cloud/api/1.48.0/sync`);
    const closed = new Promise((resolve) => {
      socket.onclose = resolve;
    });
    socket.send(
      JSON.stringify({
        type: "Connect",
        sessionId: crypto.randomUUID(),
        connectionCount: 1,
        lastCloseReason: "InternalServerError",
        maxObservedTimestamp: encodeTimestamp(stage.deployment.latestTimestamp + 1n),
        clientTs: 0,
      }),
    );
    expect(await closed).toEqual({ code: 1011, reason: "InternalServerError" });
  });
});

test("mutations sent at once by many clients end as if they had run one after the other", async () => {
  const names = ["a", "b", "c"];
  const name = fc.constantFrom(...names);
  const transfer = fc.record({ from: name, to: name, amount: fc.integer({ min: 1, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(transfer, { minLength: 1, maxLength: 20 }), async (transfers) => {
      const stage = new Stage();
      expect(await stage.open({ f: FUNCTIONS, schema: SCHEMA })).toBeNull();
      stage.deployment.seed(
        names.map((one) => ({ table: "accounts", document: { name: one, balance: 100 } })),
      );
      const answers = await Promise.allSettled(
        transfers.map((args) =>
          new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false }).mutation(
            api?.["transfer"] as never,
            args as never,
          ),
        ),
      );
      // They arrive in the order in which they were sent, so that is the one order to compare with.
      const model: Record<string, number> = { a: 100, b: 100, c: 100 };
      const expected = transfers.map(({ from, to, amount }) => {
        if ((model[from] ?? 0) < amount) return "rejected";
        model[from] = (model[from] ?? 0) - amount;
        model[to] = (model[to] ?? 0) + amount;
        return "fulfilled";
      });
      expect(answers.map(({ status }) => status)).toEqual(expected);
      const reader = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
      expect(await reader.query(api?.["balances"] as never)).toEqual(model);
    }),
    { numRuns: 8 },
  );
}, 30_000);
