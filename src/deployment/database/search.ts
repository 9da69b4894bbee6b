/** A query with `withSearchIndex`: its filters, and the rows it finds in order of relevance. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import { valueFromJson } from "./filter.ts";
import { compareKeys, type IndexKey } from "./index-key.ts";
import { sizeOf } from "./ordered-tree.ts";
import { finds, passes, scoresOf, type SearchRequest } from "./search-index.ts";
import type { SearchDefinition } from "./index-definitions.ts";
import { BY_ID, rowById, type Table } from "./table.ts";
import type { Row } from "./row.ts";
import type { Transaction } from "./transaction.ts";

export const SearchFilterSchema = v.variant("type", [
  v.object({ type: v.literal("Search"), fieldPath: v.string(), value: v.string() }),
  v.object({ type: v.literal("Eq"), fieldPath: v.string(), value: v.unknown() }),
]);
export type SearchFilter = v.InferOutput<typeof SearchFilterSchema>;

/** A row that was found; keys ascend from the most relevant one, newer ones first among equals. */
export type Candidate = { readonly key: IndexKey; readonly row: Row };

export const MAX_CANDIDATES = 1024;
const MAX_FILTERS = 8;

export const TOO_MANY_CANDIDATES =
  `Search query scanned too many documents (fetched ${MAX_CANDIDATES}). Consider using a smaller limit, paginating the ` +
  "query, or using a filter field to limit the number of documents pulled from the search index.";

/** `name` is `table.index`. What is found, and that it was looked for, is noted in the transaction. */
export function search(
  transaction: Transaction,
  table: Table,
  { name, filters }: { readonly name: string; readonly filters: readonly SearchFilter[] },
): Result<readonly Candidate[], string> {
  const indexName = name.slice(name.indexOf(".") + 1);
  const index = table.searchIndexes.get(indexName);
  if (index === undefined) {
    return failure(
      table.indexes.has(indexName) ? `Index ${name} is not a search index` : `Index ${name} not found.`,
    );
  }
  const request = requestOf(index, name, filters);
  if (!request.ok) return request;
  const { text, filters: wanted } = request.value;
  transaction.reads.addTest(table.name, (row) => finds(index, request.value, row));
  const documents = sizeOf(table.indexes.get(BY_ID)?.root ?? null);
  const found: Candidate[] = [];
  for (const [id, score] of scoresOf(index, text, documents)) {
    const row = rowById(table, id);
    if (row === null || !passes(wanted, row)) continue;
    found.push({ key: [-score, -Number(row.value["_creationTime"]), id], row });
  }
  return success(found.toSorted((a, b) => compareKeys(a.key, b.key)).slice(0, MAX_CANDIDATES));
}

function requestOf(
  index: SearchDefinition,
  name: string,
  filters: readonly SearchFilter[],
): Result<SearchRequest, string> {
  const against = `Search query against ${name}`;
  const equal: SearchRequest["filters"][number][] = [];
  let text: string | null = null;
  for (const filter of filters) {
    const { fieldPath } = filter;
    if (filter.type === "Search") {
      if (fieldPath !== index.searchField) {
        return failure(
          `${against} contains a search filter against "${fieldPath}", which doesn't match the indexed \`searchField\` ` +
            `"${index.searchField}".`,
        );
      }
      if (text !== null) {
        return failure(
          `${against} contains multiple search filters against "${fieldPath}". Only one is allowed.`,
        );
      }
      text = filter.value;
    } else if (index.filterFields.includes(fieldPath)) {
      equal.push({ field: fieldPath, value: valueFromJson(filter.value) });
    } else {
      return failure(
        `${against} contains an equality filter on "${fieldPath}" but that field isn't indexed for filtering in ` +
          "`filterFields`.",
      );
    }
  }
  if (text === null) {
    return failure(
      `${against} does not contain any search filters. You must include a search filter like ` +
        '`q.search("field", searchText)`.',
    );
  }
  if (equal.length > MAX_FILTERS) {
    return failure(`${against} has too many filter conditions. Max: ${MAX_FILTERS} Actual: ${equal.length}`);
  }
  return success({ text, filters: equal });
}
