/** Rows of a query in batches, each continuing behind the last row of the one before. */
import { failure, success, type Result } from "../../base/result.ts";
import { passesFilter } from "./filter.ts";
import { boundsOf, compareKeys, type IndexKey, type Interval } from "./index-key.ts";
import { scanAscending, scanDescending } from "./ordered-tree.ts";
import {
  intervalOf,
  sourceOf,
  type Query,
  type QuerySource,
  type RangeSource,
  type SearchSource,
} from "./query-plan.ts";
import { MAX_CANDIDATES, search, TOO_MANY_CANDIDATES, type Candidate } from "./search.ts";
import type { Table } from "./table.ts";
import type { Row } from "./row.ts";
import type { Transaction } from "./transaction.ts";

type Operator = Query["operators"][number];

/** A query under way. `after` is the key of the last row that was read. */
export type Stream = {
  readonly source: QuerySource;
  readonly filters: readonly unknown[];
  readonly limit: number;
  taken: number;
  after: IndexKey | null;
  /** What a search has found; null before, and for other queries. */
  candidates: readonly Candidate[] | null;
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

export function openStream(query: Query): Stream {
  const filters = query.operators.flatMap((operator: Operator) =>
    "filter" in operator ? [operator.filter] : [],
  );
  const limits = query.operators.flatMap((operator: Operator) =>
    "limit" in operator ? [operator.limit] : [],
  );
  const limit = Math.min(Number.POSITIVE_INFINITY, ...limits);
  return {
    source: sourceOf(query),
    filters,
    limit,
    taken: 0,
    after: null,
    candidates: null,
    isDone: limit <= 0,
  };
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
  const opened =
    "search" in source
      ? searchReader(transaction, table, stream, source)
      : rangeReader(transaction, table, source);
  if (!opened.ok) return opened;
  const reader = opened.value;

  const rows: Row[] = [];
  const keys: IndexKey[] = [];
  const goal = Math.min(reach.rows, stream.limit - stream.taken);
  let scanned = 0;
  let bytes = 0;
  let last: IndexKey | null = null;
  let isCut = false;
  let problem: string | null = null;
  const refusal = reader.scan(stream.after, reach.end, (row, key) => {
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
  problem ??= refusal;
  if (problem !== null) return failure(problem);
  const reachedEnd = !isCut && rows.length < goal;
  reader.note(stream.after, reachedEnd ? reach.end : last, reachedEnd);
  problem = transaction.stretchesProblem();
  if (problem !== null) return failure(problem);
  stream.taken += rows.length;
  stream.after = last ?? stream.after;
  stream.isDone = reachedEnd || stream.taken >= stream.limit;
  return success({ rows, keys, scanned, bytes, isCut });
}

type Visit = (row: Row, key: IndexKey) => boolean;
/** Where rows come from. `after` and `end` are keys in the order of the scan. */
type Reader = {
  /** Visits rows until `visit` answers false. A sentence when there were more than it may go through. */
  scan(after: IndexKey | null, end: IndexKey | null, visit: Visit): string | null;
  /** What has been read: from behind `after` to `last`, or to the end. */
  note(after: IndexKey | null, last: IndexKey | null, isWhole: boolean): void;
};

function rangeReader(transaction: Transaction, table: Table, source: RangeSource): Result<Reader, string> {
  const index = table.indexes.get(source.index);
  const indexName = `${source.table}.${source.index}`;
  if (index === undefined) return failure(`Index ${indexName} not found.`);
  const found = intervalOf(source.range, index, indexName);
  if (!found.ok) return found;
  const whole = found.value;
  const scan = source.order === "asc" ? scanAscending : scanDescending;
  return success({
    scan: (after, end, visit) => {
      scan(index.root, boundsOf(between(whole, source.order, after, end)), visit);
      return null;
    },
    note: (after, last, isWhole) =>
      transaction.reads.add(
        table.name,
        index,
        between(whole, source.order, after, isWhole ? last : (last ?? after)),
      ),
  });
}

/** What is found is found once: a search does not see what its function writes afterwards. */
function searchReader(
  transaction: Transaction,
  table: Table,
  stream: Stream,
  { search: name, filters }: SearchSource,
): Result<Reader, string> {
  if (stream.candidates === null) {
    const found = search(transaction, table, { name, filters });
    if (!found.ok) return found;
    stream.candidates = found.value;
  }
  const candidates = stream.candidates;
  return success({
    scan: (after, end, visit) => {
      for (const { row, key } of candidates) {
        if (after !== null && compareKeys(key, after) <= 0) continue;
        if (end !== null && compareKeys(key, end) > 0) return null;
        if (!visit(row, key)) return null;
      }
      return candidates.length < MAX_CANDIDATES ? null : TOO_MANY_CANDIDATES;
    },
    note: () => {},
  });
}

/** `interval` cut to what lies behind `after` and up to `end`, in the direction of the scan. */
function between(
  interval: Interval,
  order: "asc" | "desc",
  after: IndexKey | null,
  end: IndexKey | null,
): Interval {
  const start = after === null ? null : { prefix: after, inclusive: false };
  const stop = end === null ? null : { prefix: end, inclusive: true };
  return order === "asc"
    ? { lower: start ?? interval.lower, upper: stop ?? interval.upper }
    : { lower: stop ?? interval.lower, upper: start ?? interval.upper };
}
