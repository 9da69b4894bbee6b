/** One page of `paginate`: where it starts and ends, and where a client should split it. */
import { failure, success, type Result } from "../../base/result.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { MAX_BYTES_READ, MAX_ROWS_READ } from "./limits.ts";
import type { Query } from "./query-plan.ts";
import { nextBatch, openStream, type Batch, type Stream } from "./stream.ts";
import type { Row } from "./row.ts";
import type { Transaction } from "./transaction.ts";

export type PageRequest = {
  readonly query: Query;
  readonly cursor: string | null;
  /** Given: all rows up to there, however many. */
  readonly endCursor: string | null;
  readonly pageSize: number;
  readonly maximumRowsRead: number | null;
  readonly maximumBytesRead: number | null;
};

export type Page = {
  readonly rows: readonly Row[];
  readonly isDone: boolean;
  readonly continueCursor: string;
  readonly splitCursor: string | null;
  readonly pageStatus: "SplitRecommended" | "SplitRequired" | null;
};

/** `data` (Convex JSON) makes the failure a ConvexError: clients start over when they see this one. */
export type PageFailure = { readonly message: string; readonly dataJson: string | null };

/** A page of more rows is worth splitting. */
const LONG_PAGE = 500;
const LONG_SCAN = 0.75;

export function readPage(transaction: Transaction, request: PageRequest): Result<Page, PageFailure> {
  const refusal = requestProblem(request);
  if (refusal !== null) return failure({ message: refusal, dataJson: null });
  const { query, cursor, endCursor } = request;
  const stream = openStream(query);
  const start = cursor === null ? null : decodeCursor(query, cursor);
  const end = endCursor === null ? null : decodeCursor(query, endCursor);
  if ((cursor !== null && start === null) || (endCursor !== null && end === null)) return invalidCursor();
  if (start === "end") {
    const continueCursor = endCursor ?? encodeCursor(query, "end");
    return success({ rows: [], isDone: true, continueCursor, splitCursor: null, pageStatus: null });
  }
  stream.after = start?.after ?? null;
  const batch = nextBatch(transaction, stream, {
    rows: end === null ? request.pageSize : Number.POSITIVE_INFINITY,
    scanned: end === null ? (request.maximumRowsRead ?? Infinity) : Infinity,
    bytes: end === null ? (request.maximumBytesRead ?? Infinity) : Infinity,
    end: end === null || end === "end" ? null : end.after,
  });
  if (!batch.ok) return failure({ message: batch.error, dataJson: null });
  const stop = endCursor ?? encodeCursor(query, endOf(stream));
  return success({
    rows: batch.value.rows,
    isDone: end === null ? stream.isDone : end === "end",
    continueCursor: stop,
    splitCursor: splitCursor(query, batch.value),
    pageStatus: statusOf(batch.value, request),
  });
}

function endOf({ isDone, after }: Stream): "end" | { readonly after: NonNullable<Stream["after"]> } {
  return isDone || after === null ? "end" : { after };
}

function splitCursor(query: Query, { keys }: Batch): string | null {
  const middle = keys.length <= 2 ? undefined : keys[Math.floor(keys.length / 2)];
  return middle === undefined ? null : encodeCursor(query, { after: middle });
}

function statusOf(batch: Batch, { maximumRowsRead, maximumBytesRead }: PageRequest): Page["pageStatus"] {
  if (batch.isCut) return "SplitRequired";
  const isLong =
    batch.rows.length > LONG_PAGE ||
    batch.scanned > (maximumRowsRead ?? MAX_ROWS_READ) * LONG_SCAN ||
    batch.bytes > (maximumBytesRead ?? MAX_BYTES_READ) * LONG_SCAN;
  return isLong ? "SplitRecommended" : null;
}

function requestProblem({ pageSize, maximumRowsRead, maximumBytesRead }: PageRequest): string | null {
  if (pageSize === 0) return "Must request at least 1 document while paginating";
  if (pageSize > MAX_ROWS_READ) return `Requested too many items: ${pageSize}`;
  if (!Number.isInteger(pageSize) || pageSize < 0) {
    return `Invalid arguments for \`queryPage\`: invalid value: ${pageSize}, expected usize`;
  }
  return maximumRowsRead === 0 || maximumBytesRead === 0
    ? "maximumRowsRead and maximumBytesRead must be greater than 0"
    : null;
}

function invalidCursor(): Result<Page, PageFailure> {
  return failure({
    message:
      "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.",
    dataJson: JSON.stringify({ isConvexSystemError: true, paginationError: "InvalidCursor" }),
  });
}
