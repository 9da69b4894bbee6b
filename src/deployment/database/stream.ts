/** Rows of a query in batches, each continuing behind the last row of the one before. */
import { failure, success, type Result } from "../../base/result.ts";
import { passesFilter } from "./filter.ts";
import { boundsOf, type IndexKey, type Interval } from "./index-key.ts";
import { scanAscending, scanDescending } from "./ordered-tree.ts";
import { intervalOf, sourceOf, type Query, type QuerySource } from "./query-plan.ts";
import type { Row } from "./table.ts";
import type { Transaction } from "./transaction.ts";

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

/** How far a batch may go; every part is optional in effect (`Infinity`, `null`). */
export type Reach = {
  /** Rows that pass the filters. */
  readonly rows: number;
  /** Rows passed over, and their bytes. */
  readonly scanned: number;
  readonly bytes: number;
  /** The last key that belongs to it. */
  readonly end: IndexKey | null;
};

export type Batch = {
  readonly rows: readonly Row[];
  /** The keys of `rows`. */
  readonly keys: readonly IndexKey[];
  readonly scanned: number;
  readonly bytes: number;
  /** Why it stopped before it had its rows: it may not read more. */
  readonly isCut: boolean;
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

/** Up to `size` rows. */
export function nextRows(
  transaction: Transaction,
  stream: Stream,
  size: number,
): Result<readonly Row[], string> {
  const unlimited = Number.POSITIVE_INFINITY;
  const batch = nextBatch(transaction, stream, {
    rows: size,
    scanned: unlimited,
    bytes: unlimited,
    end: null,
  });
  return batch.ok ? success(batch.value.rows) : batch;
}

/** What was passed over counts as read, and only as far as the scan went. */
export function nextBatch(transaction: Transaction, stream: Stream, reach: Reach): Result<Batch, string> {
  if (stream.isDone) return success({ rows: [], keys: [], scanned: 0, bytes: 0, isCut: false });
  const { source } = stream;
  const table = transaction.table(source.table) ?? transaction.catalog.newTable(source.table);
  const index = table.indexes.get(source.index);
  const indexName = `${source.table}.${source.index}`;
  if (index === undefined) return failure(`Index ${indexName} not found.`);
  const whole = intervalOf(source.range, index, indexName);
  if (!whole.ok) return whole;
  const wanted = between(whole.value, source.order, stream.after, reach.end, true);

  const rows: Row[] = [];
  const keys: IndexKey[] = [];
  const goal = Math.min(reach.rows, stream.limit - stream.taken);
  let scanned = 0;
  let bytes = 0;
  let last: IndexKey | null = null;
  let isCut = false;
  let problem: string | null = null;
  const scan = source.order === "asc" ? scanAscending : scanDescending;
  scan(index.root, boundsOf(wanted), (row, key) => {
    if (scanned > 0 && (scanned >= reach.scanned || bytes >= reach.bytes)) {
      isCut = true;
      return false;
    }
    problem = transaction.noteRead(row);
    if (problem !== null) return false;
    scanned += 1;
    bytes += row.bytes;
    last = key;
    if (stream.filters.every((filter) => passesFilter(filter, row.value))) {
      rows.push(row);
      keys.push(key);
    }
    return rows.length < goal;
  });
  if (problem !== null) return failure(problem);
  const reachedEnd = !isCut && rows.length < goal;
  transaction.reads.add(
    table.name,
    index,
    between(wanted, source.order, null, reachedEnd ? null : last, false),
  );
  problem = transaction.stretchesProblem();
  if (problem !== null) return failure(problem);
  stream.taken += rows.length;
  stream.after = last ?? stream.after;
  stream.isDone = reachedEnd || stream.taken >= stream.limit;
  return success({ rows, keys, scanned, bytes, isCut });
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
