/** `ctx.vectorSearch`: the documents whose vectors point most nearly the same way. Every one is compared. */
import { compareValues, type Value } from "convex/values";
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import type { Snapshot } from "./snapshot.ts";
import { valueFromJson } from "./filter.ts";
import type { VectorDefinition } from "./index-definitions.ts";
import { fieldAt } from "./index-key.ts";
import { rowsOf } from "./table.ts";
import type { Row } from "./row.ts";

const MAX_RESULTS = 256;
const DEFAULT_RESULTS = 10;
const MAX_CONDITIONS = 64;

export const VectorQuerySchema = v.object({
  /** `table.index` */
  indexName: v.string(),
  limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  vector: v.array(v.number()),
  expressions: v.nullish(v.unknown()),
});

type Condition = { readonly field: string; readonly value: Value | undefined };
export type VectorResult = { readonly _id: string; readonly _score: number };

export function vectorSearch(
  { tables }: Snapshot,
  query: v.InferOutput<typeof VectorQuerySchema>,
): Result<readonly VectorResult[], string> {
  const { indexName, vector } = query;
  const limit = query.limit ?? DEFAULT_RESULTS;
  if (limit > MAX_RESULTS) {
    return failure(`Vector queries can fetch at most ${MAX_RESULTS} results, requested ${limit}.`);
  }
  const dot = indexName.indexOf(".");
  const table = tables.get(indexName.slice(0, dot));
  const index = table?.vectorIndexes.get(indexName.slice(dot + 1));
  if (table === undefined || index === undefined) return failure(`Index ${indexName} not found.`);
  const conditions = (query.expressions ?? null) === null ? success([]) : conditionsOf(query.expressions);
  if (!conditions.ok) return conditions;
  const any = conditions.value;
  const foreign = any.find(({ field }) => !index.filterFields.includes(field));
  if (foreign !== undefined) {
    return failure(
      `Vector query against ${indexName} contains a filter on "${foreign.field}" but that field isn't indexed for ` +
        "filtering in `filterFields`.",
    );
  }
  if (any.length > MAX_CONDITIONS) {
    return failure(
      `Vector query against ${indexName} has too many conditions. Max: ${MAX_CONDITIONS} Actual: ${any.length}`,
    );
  }
  if (vector.length !== index.dimensions) {
    return failure(`Expected a vector with dimensions ${index.dimensions}, received ${vector.length}.`);
  }
  const results: VectorResult[] = [];
  for (const row of rowsOf(table)) {
    const own = vectorOf(index, row);
    if (own === null || (any.length > 0 && !any.some((condition) => holds(condition, row)))) continue;
    results.push({ _id: row.id, _score: cosine(vector, own) });
  }
  return success(results.toSorted((a, b) => b._score - a._score).slice(0, limit));
}

/** Documents without a vector of that length are not in the index. */
function vectorOf({ vectorField, dimensions }: VectorDefinition, row: Row): readonly number[] | null {
  const value = fieldAt(row.value, vectorField);
  if (!Array.isArray(value) || value.length !== dimensions) return null;
  const numbers = value.filter((part) => typeof part === "number");
  return numbers.length === dimensions ? numbers : null;
}

function holds({ field, value }: Condition, row: Row): boolean {
  return compareValues(fieldAt(row.value, field), value) === 0;
}

/** `q.eq` on fields, joined by `q.or`: nothing else is a filter here. */
function conditionsOf(expression: unknown): Result<readonly Condition[], string> {
  const [operator, operand] = Object.entries(expression as Record<string, unknown>)[0] ?? [];
  if (operator === "$or" && Array.isArray(operand)) {
    const all: Condition[] = [];
    for (const part of operand) {
      const inner = conditionsOf(part);
      if (!inner.ok) return inner;
      all.push(...inner.value);
    }
    return success(all);
  }
  if (operator !== "$eq") return failure("Filters should be a combination of `q.eq` and `q.or`.");
  const parsed = v.safeParse(EqualitySchema, operand);
  if (!parsed.success) {
    return failure("`q.eq` must take a field path as its first argument and a value as its second");
  }
  const [{ $field }, { $literal }] = parsed.output;
  return success([{ field: $field, value: valueFromJson($literal) }]);
}

const EqualitySchema = v.tuple([v.object({ $field: v.string() }), v.object({ $literal: v.unknown() })]);

function cosine(a: readonly number[], b: readonly number[]): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [at, x] of a.entries()) {
    const y = b[at] ?? 0;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const lengths = Math.sqrt(squareA) * Math.sqrt(squareB);
  return lengths === 0 ? 0 : product / lengths;
}
