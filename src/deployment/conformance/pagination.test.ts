import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi, type PaginationResult } from "convex/server";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const FUNCTIONS = `
const { queryGeneric: query, mutationGeneric: mutation } = require("convex/server");
exports.page = query(async (ctx, { paginationOpts }) => ctx.db.query("items").order("desc").paginate(paginationOpts));
exports.other = query(async (ctx, { paginationOpts }) => ctx.db.query("items").order("asc").paginate(paginationOpts));
exports.twice = query(async (ctx, { paginationOpts }) => {
  await ctx.db.query("items").paginate(paginationOpts);
  await ctx.db.query("items").paginate(paginationOpts);
});
exports.even = query(async (ctx, { paginationOpts }) =>
  ctx.db.query("items").filter((q) => q.eq(q.mod(q.field("n"), 2), 0)).paginate(paginationOpts));
exports.add = mutation(async (ctx, { n }) => ctx.db.insert("items", { n }));
exports.remove = mutation(async (ctx, { id }) => ctx.db.delete(id));
`;

type Page = PaginationResult<{ n: number; _id: string }>;
const api = anyApi["f"];

describe("paginate", () => {
  let stage: Stage;
  let http: ConvexHttpClient;
  let client: ConvexClient;

  beforeEach(async () => {
    stage = new Stage();
    expect(await stage.open({ f: FUNCTIONS })).toBeNull();
    stage.deployment.seed([1, 2, 3, 4, 5, 6].map((n) => ({ table: "items", document: { n } })));
    http = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
    client = new ConvexClient(URL_OF_DEPLOYMENT, { webSocketConstructor: stage.webSocket });
  });
  afterEach(() => client.close());

  const page = (name: string, paginationOpts: object): Promise<Page> =>
    http.query(api?.[name] as never, { paginationOpts } as never);
  const numbers = ({ page: rows }: Page): number[] => rows.map(({ n }) => n);

  test("goes through all rows, filters within a page, and says when it is done", async () => {
    const first = await page("page", { numItems: 4, cursor: null });
    expect([numbers(first), first.isDone]).toEqual([[6, 5, 4, 3], false]);
    const second = await page("page", { numItems: 4, cursor: first.continueCursor });
    expect([numbers(second), second.isDone]).toEqual([[2, 1], true]);
    const nothing = await page("page", { numItems: 4, cursor: second.continueCursor });
    expect([numbers(nothing), nothing.isDone]).toEqual([[], true]);
    expect(numbers(await page("even", { numItems: 2, cursor: null }))).toEqual([2, 4]);
  });

  test("keeps the borders of its pages while rows come and go: none is lost or shown twice", async () => {
    const seen: { first?: Page; second?: Page } = {};
    const watch = (place: "first" | "second", paginationOpts: object): void => {
      client.onUpdate(api?.["page"] as never, { paginationOpts } as never, (value) => {
        seen[place] = value;
      });
    };
    const shown = (): number[] => [seen.first, seen.second].flatMap((one) => (one ? numbers(one) : []));
    watch("first", { numItems: 3, cursor: null });
    await vi.waitFor(() => expect(shown()).toEqual([6, 5, 4]));
    watch("second", { numItems: 3, cursor: seen.first?.continueCursor ?? null });
    await vi.waitFor(() => expect(shown()).toEqual([6, 5, 4, 3, 2, 1]));
    await http.mutation(api?.["add"] as never, { n: 7 } as never);
    await vi.waitFor(() => expect(shown()).toEqual([7, 6, 5, 4, 3, 2, 1]));
    await http.mutation(api?.["remove"] as never, { id: seen.first?.page[3]?._id } as never);
    await vi.waitFor(() => expect(shown()).toEqual([7, 6, 5, 3, 2, 1]));
  });

  test("tells a client where to split a page that has grown", async () => {
    const { splitCursor, continueCursor, pageStatus } = await page("page", { numItems: 6, cursor: null });
    expect(pageStatus ?? null).toBeNull();
    const left = await page("page", { numItems: 1, cursor: null, endCursor: splitCursor });
    const right = await page("page", { numItems: 1, cursor: splitCursor, endCursor: continueCursor });
    expect([numbers(left), numbers(right)]).toEqual([
      [6, 5, 4, 3],
      [2, 1],
    ]);
    const cut = await page("page", { numItems: 6, cursor: null, maximumRowsRead: 2 });
    expect([numbers(cut), cut.isDone, cut.pageStatus]).toEqual([[6, 5], false, "SplitRequired"]);
  });

  test("refuses the cursor of another query as clients expect it", async () => {
    const { continueCursor } = await page("page", { numItems: 1, cursor: null });
    const refused = page("other", { numItems: 1, cursor: continueCursor });
    await expect(refused).rejects.toThrow(ConvexError);
    await expect(refused).rejects.toMatchObject({
      data: { isConvexSystemError: true, paginationError: "InvalidCursor" },
    });
    await expect(page("page", { numItems: 1, cursor: "nonsense" })).rejects.toThrow("InvalidCursor");
  });

  test("runs once in a function, for one row at least", async () => {
    await expect(page("twice", { numItems: 1, cursor: null })).rejects.toThrow(
      "This query or mutation function ran multiple paginated queries.",
    );
    await expect(page("page", { numItems: 0, cursor: null })).rejects.toThrow(
      "Must request at least 1 document while paginating",
    );
  });
});
