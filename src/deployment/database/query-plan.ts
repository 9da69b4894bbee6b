/** A query as `convex/server` sends it (`1.0/queryStream`), parsed and turned into a stretch of an index. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import { valueFromJson } from "./filter.ts";
import { formatValue } from "./format-value.ts";
import type { Bound, Interval } from "./index-key.ts";
import { SearchFilterSchema, type SearchFilter } from "./search.ts";
import { BY_CREATION_TIME } from "./table.ts";
import type { IndexDefinition } from "./index-definitions.ts";

const order = v.nullish(v.picklist(["asc", "desc"]));
const RangeSchema = v.array(
  v.object({
    type: v.picklist(["Eq", "Gt", "Gte", "Lt", "Lte"]),
    fieldPath: v.string(),
    value: v.unknown(),
  }),
);
type RangeExpressions = v.InferOutput<typeof RangeSchema>;

export const QuerySchema = v.object({
  source: v.variant("type", [
    v.object({ type: v.literal("FullTableScan"), tableName: v.string(), order }),
    v.object({ type: v.literal("IndexRange"), indexName: v.string(), range: RangeSchema, order }),
    v.object({ type: v.literal("Search"), indexName: v.string(), filters: v.array(SearchFilterSchema) }),
  ]),
  operators: v.array(v.union([v.object({ filter: v.unknown() }), v.object({ limit: v.number() })])),
});
export type Query = v.InferOutput<typeof QuerySchema>;

export type RangeSource = {
  readonly table: string;
  readonly index: string;
  readonly range: RangeExpressions;
  readonly order: "asc" | "desc";
};
export type SearchSource = {
  readonly table: string;
  /** `table.index` */
  readonly search: string;
  readonly filters: readonly SearchFilter[];
};
export type QuerySource = RangeSource | SearchSource;

export function sourceOf(query: Query): QuerySource {
  const { source } = query;
  switch (source.type) {
    case "FullTableScan":
      return {
        table: source.tableName,
        index: BY_CREATION_TIME,
        range: [],
        order: source.order ?? "asc",
      };
    case "IndexRange": {
      const dot = source.indexName.indexOf(".");
      return {
        table: source.indexName.slice(0, dot),
        index: source.indexName.slice(dot + 1),
        range: source.range,
        order: source.order ?? "asc",
      };
    }
    case "Search":
      return {
        table: source.indexName.slice(0, source.indexName.indexOf(".")),
        search: source.indexName,
        filters: source.filters,
      };
    default:
      return source satisfies never;
  }
}

/** Equalities on leading fields, then bounds on the next one: anything else does not name one stretch. */
export function intervalOf(
  range: RangeExpressions,
  index: IndexDefinition,
  indexName: string,
): Result<Interval, string> {
  const equal: Bound["prefix"][number][] = [];
  let lower: Bound | null = null;
  let upper: Bound | null = null;
  for (const { type: comparison, fieldPath, value } of range) {
    const expected = index.fields[equal.length];
    const isBound = comparison !== "Eq";
    if (fieldPath !== expected || (!isBound && (lower !== null || upper !== null))) {
      const asked = range.map((part) => part.fieldPath);
      if (!index.fields.includes(fieldPath)) {
        return failure(
          `The index range included a comparison with "${fieldPath}", but ${indexName} with fields ` +
            `[${quoted(index.fields.slice(0, -1))}] doesn't index this field. For more information see ` +
            "https://docs.convex.dev/using/indexes.",
        );
      }
      return failure(
        `Tried to query index ${indexName} but the query didn't use the index fields in order.\n` +
          `Index fields: [${quoted(index.fields.slice(0, -1))}]\nQuery fields: [${quoted(asked)}]\n` +
          `First incorrect field: "${fieldPath}"\nFor more information see https://docs.convex.dev/using/indexes.`,
      );
    }
    const prefix = [...equal, valueFromJson(value)];
    switch (comparison) {
      case "Eq":
        equal.push(valueFromJson(value));
        break;
      case "Gt":
      case "Gte":
        if (lower !== null) return failure(alreadyBound("lower", { comparison, fieldPath, value }));
        lower = { prefix, inclusive: comparison === "Gte" };
        break;
      case "Lt":
      case "Lte":
        if (upper !== null) return failure(alreadyBound("upper", { comparison, fieldPath, value }));
        upper = { prefix, inclusive: comparison === "Lte" };
        break;
      default:
        comparison satisfies never;
    }
  }
  const whole: Bound | null = equal.length === 0 ? null : { prefix: equal, inclusive: true };
  return success({ lower: lower ?? whole, upper: upper ?? whole });
}

const SIGNS = { Gt: ">", Gte: ">=", Lt: "<", Lte: "<=" } as const;

function alreadyBound(
  side: "lower" | "upper",
  { comparison, fieldPath, value }: { comparison: keyof typeof SIGNS; fieldPath: string; value: unknown },
): string {
  const shown = formatValue(valueFromJson(value));
  return `Already defined ${side} bound in index range. Can't add "${fieldPath}" ${SIGNS[comparison]} ${shown}.`;
}

function quoted(fields: readonly string[]): string {
  return fields.map((field) => `"${field}"`).join(", ");
}
