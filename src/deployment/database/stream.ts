/** Rows of a query in batches, each continuing behind the last row of the one before; and pages with cursors. */
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { failure, success, type Result } from "../../base/result.ts";
import { passesFilter } from "./filter.ts";
import { boundsOf, type IndexKey, type Interval } from "./index-key.ts";
import { scanAscending, scanDescending } from "./ordered-tree.ts";
import { intervalOf, sourceOf, type Query, type QuerySource } from "./query-plan.ts";
import type { Row } from "./table.ts";
import { MAX_ROWS_READ, tooManyRead, type Transaction } from "./transaction.ts";

type Operator = Query["operators"][number];

/** A query under way. `after` is the key of the last row that was read. */
export type Stream = {
  readonly source: QuerySource;
  readonly filters: readonly unknown[];
  readonly limit: number;
  taken: number;
  after: IndexKey | null;
  isDone: boolean;
};

export function openStream(query: Query): Result<Stream, string> {
  const source = sourceOf(query);
  if (!source.ok) return source;
  const filters = query.operators.flatMap((operator: Operator) =>
    "filter" in operator ? [operator.filter] : [],
  );
  const limits = query.operators.flatMap((operator: Operator) =>
    "limit" in operator ? [operator.limit] : [],
  );
  const limit = Math.min(Number.POSITIVE_INFINITY, ...limits);
  return success({ source: source.value, filters, limit, taken: 0, after: null, isDone: limit <= 0 });
}

/** Up to `size` rows. What was passed over counts as read, and only as far as the scan went. */
export function nextRows(
  transaction: Transaction,
  stream: Stream,
  size: number,
  end: IndexKey | null = null,
): Result<readonly Row[], string> {
  const { source } = stream;
  if (stream.isDone) return success([]);
  const table = transaction.table(source.table) ?? transaction.catalog.newTable(source.table);
  const index = table.indexes.get(source.index);
  const indexName = `${source.table}.${source.index}`;
  if (index === undefined) return failure(`Index ${indexName} not found.`);
  const whole = intervalOf(source.range, index, indexName);
  if (!whole.ok) return whole;
  const wanted = between(whole.value, source.order, stream.after, end, true);

  const rows: Row[] = [];
  const goal = Math.min(size, stream.limit - stream.taken);
  let scanned = 0;
  let last: IndexKey | null = null;
  const scan = source.order === "asc" ? scanAscending : scanDescending;
  const reachedEnd = scan(index.root, boundsOf(wanted), (row, key) => {
    if (transaction.rowsRead + scanned >= MAX_ROWS_READ) return false;
    scanned += 1;
    last = key;
    if (stream.filters.every((filter) => passesFilter(filter, row.value))) rows.push(row);
    return rows.length < goal;
  });
  const isFull = rows.length >= goal;
  transaction.rowsRead += scanned;
  if (!isFull && transaction.rowsRead >= MAX_ROWS_READ) return failure(tooManyRead());
  const isExhausted = reachedEnd || !isFull;
  transaction.reads.add(
    table.name,
    index,
    between(wanted, source.order, null, isExhausted ? null : last, false),
  );
  stream.taken += rows.length;
  stream.after = last ?? stream.after;
  stream.isDone = isExhausted || stream.taken >= stream.limit;
  return success(rows);
}

export type PageRequest = {
  readonly query: Query;
  readonly cursor: string | null;
  readonly endCursor: string | null;
  readonly pageSize: number;
};
export type Page = {
  readonly rows: readonly Row[];
  readonly isDone: boolean;
  readonly continueCursor: string;
};

const END_CURSOR = "_end_cursor";

export function readPage(transaction: Transaction, request: PageRequest): Result<Page, string> {
  const opened = openStream(request.query);
  if (!opened.ok) return opened;
  const stream = opened.value;
  if (request.cursor === END_CURSOR) return success({ rows: [], isDone: true, continueCursor: END_CURSOR });
  const start = request.cursor === null ? null : decodeCursor(request.cursor);
  const hasEnd = request.endCursor !== null && request.endCursor !== END_CURSOR;
  const end = hasEnd ? decodeCursor(request.endCursor ?? "") : null;
  if ((request.cursor !== null && start === null) || (hasEnd && end === null)) {
    return failure(
      "InvalidCursor: Tried to run a query starting from a cursor, but it looks like a different query.",
    );
  }
  stream.after = start;
  const size = request.endCursor === null ? Math.max(1, Math.floor(request.pageSize)) : MAX_ROWS_READ;
  const rows = nextRows(transaction, stream, size, end);
  if (!rows.ok) return rows;
  if (hasEnd) return success({ rows: rows.value, isDone: false, continueCursor: request.endCursor ?? "" });
  const isDone = stream.isDone;
  return success({
    rows: rows.value,
    isDone,
    continueCursor: isDone || stream.after === null ? END_CURSOR : encodeCursor(stream.after),
  });
}

/** `interval` cut to what lies behind `after` and up to `end`, in the direction of the scan. */
function between(
  interval: Interval,
  order: "asc" | "desc",
  after: IndexKey | null,
  end: IndexKey | null,
  isOpen: boolean,
): Interval {
  const start = after === null ? null : { prefix: after, inclusive: !isOpen };
  const stop = end === null ? null : { prefix: end, inclusive: true };
  return order === "asc"
    ? { lower: start ?? interval.lower, upper: stop ?? interval.upper }
    : { lower: stop ?? interval.lower, upper: start ?? interval.upper };
}

function encodeCursor(key: IndexKey): string {
  return JSON.stringify(key.map((part) => (part === undefined ? [] : [convexToJson(part)])));
}

function decodeCursor(cursor: string): IndexKey | null {
  try {
    const parts = JSON.parse(cursor) as unknown;
    if (!Array.isArray(parts)) return null;
    return parts.map((part: unknown): Value | undefined =>
      Array.isArray(part) && part.length > 0 ? jsonToConvex(part[0] as JSONValue) : undefined,
    );
  } catch {
    return null;
  }
}
