import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const SCHEMA = `
const { defineSchema, defineTable } = require("convex/server");
const { v } = require("convex/values");
exports.default = defineSchema({
  notes: defineTable({ text: v.string(), author: v.string(), pinned: v.optional(v.boolean()) })
    .index("by_author", ["author"])
    .searchIndex("search_text", { searchField: "text", filterFields: ["author", "pinned"] }),
  pictures: defineTable({ name: v.string(), colour: v.string(), embedding: v.array(v.float64()) })
    .vectorIndex("by_embedding", { vectorField: "embedding", dimensions: 2, filterFields: ["colour", "name"] }),
});`;

const FUNCTIONS = `
const { queryGeneric: query, mutationGeneric: mutation, actionGeneric: action } = require("convex/server");
const texts = (rows) => rows.map(({ text }) => text);
exports.find = query(async (ctx, { text, author, limit }) =>
  texts(await ctx.db.query("notes").withSearchIndex("search_text", (q) => {
    const found = q.search("text", text);
    return author === undefined ? found : found.eq("author", author);
  }).take(limit ?? 10)));
exports.unpinned = query(async (ctx) =>
  texts(await ctx.db.query("notes").withSearchIndex("search_text", (q) => q.search("text", "tea").eq("pinned", undefined)).collect()));
exports.wrong = query(async (ctx, { kind }) => {
  const notes = ctx.db.query("notes");
  if (kind === "field") await notes.withSearchIndex("search_text", (q) => q.search("author", "x")).collect();
  if (kind === "filter") await notes.withSearchIndex("search_text", (q) => q.search("text", "x").eq("text", "x")).collect();
  if (kind === "none") await notes.withSearchIndex("search_text", (q) => q).collect();
  if (kind === "index") await notes.withSearchIndex("by_author", (q) => q.search("author", "x")).collect();
  if (kind === "missing") await notes.withSearchIndex("nothing", (q) => q.search("text", "x")).collect();
});
exports.pages = query(async (ctx, { paginationOpts }) => {
  const page = await ctx.db.query("notes").withSearchIndex("search_text", (q) => q.search("text", "tea")).paginate(paginationOpts);
  return { ...page, page: texts(page.page) };
});
exports.within = mutation(async (ctx) => {
  await ctx.db.insert("notes", { text: "tea while writing", author: "ada" });
  return texts(await ctx.db.query("notes").withSearchIndex("search_text", (q) => q.search("text", "writing")).collect());
});
exports.write = mutation(async (ctx, { text }) => ctx.db.insert("notes", { text, author: "eve" }));
exports.rewrite = mutation(async (ctx, { id, text }) => ctx.db.patch(id, { text }));
exports.similar = action(async (ctx, { vector, limit, colours }) =>
  ctx.vectorSearch("pictures", "by_embedding", {
    vector, limit, ...(colours === undefined ? {} : { filter: (q) => q.or(...colours.map((one) => q.eq("colour", one))) }),
  }));
exports.named = action(async (ctx) => ctx.vectorSearch("pictures", "by_embedding", { vector: [1, 0], filter: (q) => q.eq("size", 1) }));
exports.name = query(async (ctx, { id }) => (await ctx.db.get(id)).name);
`;

const api = anyApi["f"];

describe("search", () => {
  const stage = new Stage();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  const query = (name: string, args = {}): Promise<unknown> => client.query(api?.[name] as never, args);
  const mutate = (name: string, args = {}): Promise<unknown> => client.mutation(api?.[name] as never, args);
  const find = (text: string, more = {}): Promise<unknown> => query("find", { text, ...more });

  beforeAll(async () => {
    expect(await stage.open({ f: FUNCTIONS, schema: SCHEMA })).toBeNull();
    const notes = [
      ["Buy tea, green tea", "ada"],
      ["Drink coffee in the morning and tea in the afternoon, with a friend", "ada"],
      ["Teapots are round", "grace"],
      ["Über-Größe: TEA", "grace"],
    ];
    for (const [text = "", author = ""] of notes) {
      stage.deployment.seed([{ table: "notes", document: { text, author } }]);
    }
  });

  test("finds whole words in any case, the last one also as a prefix, the most relevant first", async () => {
    // A rare word weighs more than a common one, even where it only begins like what was asked for.
    expect(await find("tea")).toEqual([
      "Teapots are round",
      "Buy tea, green tea",
      "Über-Größe: TEA",
      "Drink coffee in the morning and tea in the afternoon, with a friend",
    ]);
    expect(await find("tea round")).toHaveLength(4);
    expect(await find("coff")).toHaveLength(1);
    expect(await find("coff green")).toEqual(["Buy tea, green tea"]);
    expect(await find("größe")).toEqual(["Über-Größe: TEA"]);
    expect(await find("")).toEqual([]);
    expect(await find("nothing")).toEqual([]);
  });

  test("takes filters and limits", async () => {
    expect(await find("tea", { author: "grace" })).toEqual(["Teapots are round", "Über-Größe: TEA"]);
    expect(await find("tea", { limit: 1 })).toEqual(["Teapots are round"]);
    expect(await query("unpinned")).toHaveLength(4);
  });

  test("comes in pages", async () => {
    const page = (
      cursor: string | null,
    ): Promise<{ page: string[]; isDone: boolean; continueCursor: string }> =>
      query("pages", { paginationOpts: { numItems: 3, cursor } }) as never;
    const first = await page(null);
    const second = await page(first.continueCursor);
    expect([...first.page, ...second.page]).toEqual(await find("tea"));
    expect([first.isDone, second.isDone]).toEqual([false, true]);
  });

  test.each([
    [
      "field",
      'contains a search filter against "author", which doesn\'t match the indexed `searchField` "text".',
    ],
    [
      "filter",
      'contains an equality filter on "text" but that field isn\'t indexed for filtering in `filterFields`.',
    ],
    ["none", "Search query against notes.search_text does not contain any search filters."],
    ["index", "Index notes.by_author is not a search index"],
    ["missing", "Index notes.nothing not found."],
  ])("refuses a wrong %s in the product's words", async (kind, sentence) => {
    await expect(query("wrong", { kind })).rejects.toThrow(sentence);
  });

  test("sees its own transaction, and runs again for what it would find and for nothing else", async () => {
    const socket = new ConvexClient(URL_OF_DEPLOYMENT, { webSocketConstructor: stage.webSocket });
    const seen: unknown[] = [];
    socket.onUpdate(api?.["find"] as never, { text: "writ" } as never, (value) => seen.push(value));
    await vi.waitFor(() => expect(seen).toEqual([[]]));
    const runs = (): number =>
      stage.hops.filter(({ content }) => content.type === "call" && content.functionPath === "f:find").length;
    const before = runs();
    await mutate("write", { text: "of something else" });
    const id = await mutate("write", { text: "a writer" });
    await vi.waitFor(() => expect(seen.at(-1)).toEqual(["a writer"]));
    await mutate("rewrite", { id, text: "a reader" });
    await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
    expect(runs() - before).toBe(2);
    expect(await mutate("within")).toEqual(["tea while writing"]);
    await socket.close();
  });

  test("by vector gives the nearest first, with filters, and at most 256", async () => {
    const pictures = [
      { name: "east", colour: "red", embedding: [1, 0] },
      { name: "north", colour: "blue", embedding: [0, 2] },
      { name: "north-east", colour: "red", embedding: [3, 3] },
      { name: "flat", colour: "red", embedding: [1] },
    ];
    for (const document of pictures) stage.deployment.seed([{ table: "pictures", document }]);
    const similar = async (args: object): Promise<unknown[]> => {
      const found = (await client.action(api?.["similar"] as never, args as never)) as {
        _id: string;
        _score: number;
      }[];
      return Promise.all(
        found.map(async ({ _id, _score }) => [await query("name", { id: _id }), Number(_score.toFixed(3))]),
      );
    };
    expect(await similar({ vector: [2, 0] })).toEqual([
      ["east", 1],
      ["north-east", Number(Math.SQRT1_2.toFixed(3))],
      ["north", 0],
    ]);
    expect(await similar({ vector: [2, 0], limit: 1, colours: ["blue", "green"] })).toEqual([["north", 0]]);
    await expect(similar({ vector: [1, 0], limit: 257 })).rejects.toThrow(
      "Vector queries can fetch at most 256 results, requested 257.",
    );
    await expect(similar({ vector: [1] })).rejects.toThrow(
      "Expected a vector with dimensions 2, received 1.",
    );
    await expect(client.action(api?.["named"] as never)).rejects.toThrow(
      'contains a filter on "size" but that field isn\'t indexed for filtering in `filterFields`.',
    );
  });
});
