import { anyApi } from "convex/server";
import { ConvexHttpClient } from "convex/browser";
import { beforeAll, describe, expect, test } from "vitest";
import { Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const FUNCTIONS = `
const { queryGeneric: query, mutationGeneric: mutation, anyApi: api } = require("convex/server");
const { v } = require("convex/values");
const nested = (levels) => levels === 0 ? 1 : [nested(levels - 1)];
exports.insert = mutation(async (ctx, { value }) => { await ctx.db.insert("things", { value }); });
exports.text = mutation(async (ctx, { length }) => { await ctx.db.insert("things", { value: "x".repeat(length) }); });
exports.nest = mutation(async (ctx, { levels }) => { await ctx.db.insert("things", { value: nested(levels) }); });
exports.field = mutation(async (ctx, { name }) => { await ctx.db.insert("things", { [name]: 1 }); });
exports.many = mutation(async (ctx, { count, table }) => {
  for (let n = 0; n < count; n++) await ctx.db.insert(table, { n });
});
exports.heavy = mutation(async (ctx, { count }) => {
  for (let n = 0; n < count; n++) await ctx.db.insert("heavy", { text: "x".repeat(1000000) });
});
exports.all = query(async (ctx, { table }) => (await ctx.db.query(table).collect()).length);
exports.points = query(async (ctx, { count }) => {
  for (let n = 0; n < count; n++) await ctx.db.query("things").withIndex("by_creation_time", (q) => q.eq("_creationTime", 2 * n)).first();
});
exports.big = query(async (ctx, { length }) => "x".repeat(length));
exports.array = query(async (ctx, { length }) => Array.from({ length }, () => 0));
exports.schedule = mutation(async (ctx, { count, length }) => {
  for (let n = 0; n < count; n++) await ctx.scheduler.runAfter(60000, api.f.all, { table: "x".repeat(length) });
});
exports.parts = mutation(async (ctx) => {
  await Promise.all([
    ctx.runMutation(api.f.insert, { value: "a" }),
    ctx.runMutation(api.f.insert, { value: "b" }),
    ctx.db.insert("things", { value: "c" }),
    ctx.runMutation(api.f.field, { name: "$no" }).catch(() => null),
  ]);
  return (await ctx.db.query("things").collect()).map(({ value }) => value);
});
`;

const HELP =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective index range expressions.";

const QUERIES = new Set(["all", "points", "big", "array"]);

describe("what one function and one document may be", () => {
  const stage = new Stage();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  const api = anyApi["f"];
  const run = (name: string, args: object): Promise<unknown> =>
    QUERIES.has(name)
      ? client.query(api?.[name] as never, args as never)
      : client.mutation(api?.[name] as never, args as never);
  beforeAll(async () => expect(await stage.open({ f: FUNCTIONS })).toBeNull());

  test("functions called at once within a transaction lose nothing, and a failed one leaves nothing", async () => {
    const other = new Stage();
    expect(await other.open({ f: FUNCTIONS })).toBeNull();
    const http = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: other.fetch, logger: false });
    expect(await http.mutation(api?.["parts"] as never)).toEqual(["a", "b", "c"]);
  });

  test("arguments beyond 16 MiB are told so in the product's words", async () => {
    const length = "x".repeat(17 * 1024 * 1024);
    await expect(run("text", { length })).rejects.toThrow(
      "Arguments for f.js:text are too large (actual: 17.00 MiB, limit: 16 MiB)",
    );
  });

  test.each([
    ["text", { length: 1024 * 1024 }, "Value is too large (1.00 MiB > maximum size 1 MiB)"],
    ["nest", { levels: 16 }, "Document is too nested (nested 17 levels deep > maximum nesting 16)"],
    ["field", { name: "$no" }, "$no"],
    [
      "field",
      { name: "_no" },
      "Field '_no' starts with an underscore, which is only allowed for system fields like '_id'",
    ],
    ["array", { length: 8193 }, "Array length is too long (8193 > maximum length 8192)"],
    [
      "big",
      { length: 17 * 1024 * 1024 },
      "Function f.js:big return value is too large (actual: 17.00 MiB, limit: 16 MiB)",
    ],
    [
      "many",
      { count: 16001, table: "many" },
      "Too many writes in a single function execution (limit: 16000)",
    ],
    ["heavy", { count: 17 }, "Too many bytes written in a single function execution (limit: 16 MiB)"],
    ["points", { count: 4097 }, `Too many reads in a single function execution (limit: 4096). ${HELP}`],
    ["schedule", { count: 1001, length: 1 }, "Too many functions scheduled by this mutation (limit: 1000)"],
    [
      "schedule",
      { count: 17, length: 1024 * 1024 },
      "Too large total size of the arguments of scheduled functions from this mutation (limit: 16777216 bytes)",
    ],
  ])(
    "%s with %j goes beyond, and is told so in the product's words",
    async (name, args, sentence) => {
      await expect(run(name, args)).rejects.toThrow(sentence);
    },
    20_000,
  );

  test.each([
    ["text", { length: 1024 * 1024 - 100 }],
    ["nest", { levels: 15 }],
    ["array", { length: 8192 }],
    ["points", { count: 4096 }],
  ])("%s with %j is within", async (name, args) => {
    await expect(run(name, args)).resolves.toBeDefined();
  });

  test("32,000 rows can be read, one more cannot, and neither can more than 16 MiB", async () => {
    for (let part = 0; part < 4; part++) await run("many", { count: 8000, table: "rows" });
    expect(await run("all", { table: "rows" })).toBe(32_000);
    await run("many", { count: 1, table: "rows" });
    await expect(run("all", { table: "rows" })).rejects.toThrow(
      `Too many documents read in a single function execution (limit: 32000). ${HELP}`,
    );
    await run("heavy", { count: 9 });
    await run("heavy", { count: 9 });
    await expect(run("all", { table: "heavy" })).rejects.toThrow(
      `Too many bytes read in a single function execution (limit: 16777216 bytes). ${HELP}`,
    );
  }, 60_000);
});
