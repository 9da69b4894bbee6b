/** The functions that run in the deployment and in convex-test: each carries out a list of operations and tells what came. */
import {
  anyApi,
  mutationGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type GenericMutationCtx,
} from "convex/server";
import type { GenericId } from "convex/values";
import { getPage, mergedStream, stream } from "./helpers.mjs";
import schema from "./schema.ts";

type Model = DataModelFromSchemaDefinition<typeof schema>;
type Ctx = GenericMutationCtx<Model>;
type Mixed = number | string | boolean | null;
type Fields = { n: number; a?: Mixed; b?: Mixed };
/** Rows are named by the order in which they were inserted. */
export type Operation =
  | { op: "insert" | "bad"; row: Fields }
  | { op: "patch"; row: number; fields: Partial<Fields>; without: ("a" | "b")[] }
  | { op: "replace"; row: number; fields: Fields }
  | { op: "delete" | "get" | "normalize"; row: number }
  | { op: "unique"; a: Mixed }
  | {
      op: "range";
      a?: Mixed;
      bound?: "gt" | "gte" | "lt" | "lte";
      b?: Mixed;
      order: "asc" | "desc";
      take: number;
    }
  | { op: "filter"; least: number; not: Mixed; order: "asc" | "desc" }
  | { op: "nested"; rows: Fields[]; fails: boolean };

export const run = mutationGeneric(async (context, { operations }: { operations: Operation[] }) => {
  const ctx = context as unknown as Ctx;
  const ids: GenericId<"rows">[] = [];
  const results: unknown[] = [];
  for (const operation of operations) {
    try {
      results.push(await carryOut(ctx, ids, operation));
    } catch {
      results.push("refused");
    }
  }
  const all = await ctx.db.query("rows").collect();
  return { results: results.map((result) => named(result, ids)), all: named(all, ids) };
});

async function carryOut(
  { db, runMutation }: Ctx,
  ids: GenericId<"rows">[],
  operation: Operation,
): Promise<unknown> {
  const idOf = (row: number): GenericId<"rows"> => {
    const id = ids[row % Math.max(1, ids.length)];
    if (id === undefined) throw new Error("There is no row yet.");
    return id;
  };
  switch (operation.op) {
    case "insert":
      ids.push(await db.insert("rows", operation.row));
      return "done";
    case "bad":
      await db.insert("rows", { ...operation.row, n: "none" } as never);
      return "done";
    case "patch": {
      const without = Object.fromEntries(operation.without.map((name) => [name, undefined]));
      await db.patch(idOf(operation.row), { ...operation.fields, ...without });
      return "done";
    }
    case "replace":
      await db.replace(idOf(operation.row), operation.fields);
      return "done";
    case "delete":
      await db.delete(idOf(operation.row));
      return "done";
    case "get":
      return db.get(idOf(operation.row));
    case "normalize":
      return [db.normalizeId("rows", idOf(operation.row)), db.normalizeId("logs", idOf(operation.row))];
    case "unique":
      return db
        .query("rows")
        .withIndex("by_a_b", (q) => q.eq("a", operation.a))
        .unique();
    case "range": {
      const { a, bound, b, order, take } = operation;
      return db
        .query("rows")
        .withIndex("by_a_b", (q) => {
          const equal = q.eq("a", a);
          return bound === undefined ? equal : equal[bound]("b", b);
        })
        .order(order)
        .take(take);
    }
    case "filter":
      return db
        .query("rows")
        .order(operation.order)
        .filter((q) => q.and(q.gte(q.field("n"), operation.least), q.not(q.eq(q.field("a"), operation.not))))
        .collect();
    case "nested":
      await runMutation(anyApi["functions"]?.["nested"] as never, operation as never);
      return "done";
    default:
      return operation satisfies never;
  }
}

export const nested = mutationGeneric(async (ctx, { rows, fails }: { rows: Fields[]; fails: boolean }) => {
  for (const row of rows) await ctx.db.insert("rows", row);
  if (fails) throw new Error("no");
});

/** All rows in pages of the database's own, of convex-helpers' `getPage`, and of two of its streams merged. */
export const pages = queryGeneric(async (context, { size }: { size: number }) => {
  const ctx = context as unknown as Ctx;
  const numbers = (rows: { n: number }[]): number[] => rows.map(({ n }) => n);
  const helped: number[][] = [];
  let startIndexKey: unknown;
  for (;;) {
    const page = await getPage(ctx, {
      table: "rows",
      index: "by_a_b",
      schema,
      targetMaxRows: size,
      ...(startIndexKey === undefined ? {} : { startIndexKey }),
    });
    helped.push(numbers(page.page));
    if (!page.hasMore) break;
    startIndexKey = page.indexKeys.at(-1);
  }
  const of = (a: Mixed) =>
    stream(ctx.db, schema)
      .query("rows")
      .withIndex("by_a_b", (q) => q.eq("a", a));
  const merged = await mergedStream([of(1), of("x")], ["b"]).collect();
  return { helped, merged: numbers(merged) };
});

export const page = queryGeneric(async (ctx, { paginationOpts }: { paginationOpts: never }) => {
  const result = await ctx.db.query("rows").withIndex("by_a_b").order("desc").paginate(paginationOpts);
  return { ...result, page: result.page.map(({ n }: { n?: unknown }) => n) };
});

/** Ids as the place of their row, creation times left out: both differ from one backend to the other. */
function named(value: unknown, ids: readonly string[]): unknown {
  if (typeof value === "string" && value.length > 20) return `row ${ids.indexOf(value)}`;
  if (Array.isArray(value)) return value.map((part) => named(part, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "_creationTime")
      .map(([name, part]) => [name, named(part, ids)]),
  );
}
