/** What the product allows one function and one document, with its sentences. */
import { getConvexSize, type Value } from "convex/values";

export const MAX_ROWS_READ = 32_000;
export const MAX_BYTES_READ = 1 << 24;
const MAX_STRETCHES_READ = 4096;
const MAX_ROWS_WRITTEN = 16_000;
const MAX_BYTES_WRITTEN = 1 << 24;
const MAX_JOBS = 1000;
const MAX_JOB_BYTES = 1 << 24;
const MAX_DOCUMENT_BYTES = 1 << 20;
const MAX_DOCUMENT_NESTING = 16;
const MAX_VALUE_NESTING = 64;
const MAX_ARRAY_LENGTH = 8192;
const MAX_FIELDS = 1024;
const MAX_FIELD_NAME_LENGTH = 1024;
/**
 * Of all rows together, and of all files: a limit of ours. The deployment shares the memory of the page, which a function
 * that is called in a loop would otherwise fill.
 */
export const MAX_STORED_BYTES = 1 << 27;
/** Of the arguments of a function, and of its result. */
const MAX_CALL_BYTES = 1 << 24;

const HELP =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries with a selective " +
  "index range expressions.";

type Written = { rows: number; bytes: number; growth: number };

/** What one function has used, with those it calls in its transaction. Each method answers a sentence when that was too much. */
export class Usage {
  #read: { rows: number; bytes: number };
  #written: Written;
  /** By how many bytes the rows may grow. */
  readonly #room: number;
  #scheduled = { jobs: 0, bytes: 0 };

  private constructor(
    read: { rows: number; bytes: number },
    room: number,
    written: Written = { rows: 0, bytes: 0, growth: 0 },
  ) {
    this.#read = read;
    this.#room = room;
    this.#written = written;
  }

  /** `stored`: how many bytes all rows have. */
  static none(stored = 0): Usage {
    return new Usage({ rows: 0, bytes: 0 }, MAX_STORED_BYTES - stored);
  }

  /** For the deployment's own work, which has no limits. */
  static unlimited(): Usage {
    const nothing = { rows: -Infinity, bytes: -Infinity };
    return new Usage(nothing, Infinity, { ...nothing, growth: 0 });
  }

  get totals(): Readonly<{
    read: { readonly rows: number; readonly bytes: number };
    written: { readonly rows: number; readonly bytes: number };
    scheduled: { readonly jobs: number; readonly bytes: number };
  }> {
    return { read: this.#read, written: this.#written, scheduled: this.#scheduled };
  }

  get rowsRead(): number {
    return this.#read.rows;
  }

  get bytesRead(): number {
    return this.#read.bytes;
  }

  /** For a part of the transaction: its reads count here in any case, its writes when they are {@link adopt}ed. */
  fork(): Usage {
    const inner = new Usage(this.#read, this.#room);
    inner.adopt(this);
    return inner;
  }

  adopt(inner: Usage): void {
    this.#written = { ...inner.#written };
    this.#scheduled = { ...inner.#scheduled };
  }

  read(bytes: number): string | null {
    this.#read.rows += 1;
    this.#read.bytes += bytes;
    if (this.#read.rows > MAX_ROWS_READ) {
      return `Too many documents read in a single function execution (limit: ${MAX_ROWS_READ}). ${HELP}`;
    }
    if (this.#read.bytes > MAX_BYTES_READ) {
      return `Too many bytes read in a single function execution (limit: ${MAX_BYTES_READ} bytes). ${HELP}`;
    }
    return null;
  }

  /** `growth`: how much longer the row is than before. */
  write(bytes: number, growth: number): string | null {
    this.#written.rows += 1;
    this.#written.bytes += bytes;
    this.#written.growth += growth;
    if (growth > 0 && this.#written.growth > this.#room) return fullProblem("rows");
    if (this.#written.rows > MAX_ROWS_WRITTEN) {
      return `Too many writes in a single function execution (limit: ${MAX_ROWS_WRITTEN})`;
    }
    if (this.#written.bytes > MAX_BYTES_WRITTEN) {
      return `Too many bytes written in a single function execution (limit: ${formatBytes(MAX_BYTES_WRITTEN)})`;
    }
    return null;
  }

  schedule(bytes: number): string | null {
    if (this.#scheduled.jobs >= MAX_JOBS) {
      return `Too many functions scheduled by this mutation (limit: ${MAX_JOBS})`;
    }
    if (this.#scheduled.bytes + bytes > MAX_JOB_BYTES) {
      return (
        "Too large total size of the arguments of scheduled functions from this mutation " +
        `(limit: ${MAX_JOB_BYTES} bytes)`
      );
    }
    this.#scheduled.jobs += 1;
    this.#scheduled.bytes += bytes;
    return null;
  }
}

/** What has been used of a limit, and what is left of it. */
export type Metric = { readonly used: number; readonly remaining: number };

/** `ctx.meta.getTransactionMetrics()`: `stretches` is how many places have been read. */
export function metricsOf(usage: Usage, stretches: number): Readonly<Record<string, Metric>> {
  const { read, written, scheduled } = usage.totals;
  const metric = (used: number, limit: number): Metric => ({ used, remaining: limit - used });
  return {
    bytesRead: metric(read.bytes, MAX_BYTES_READ),
    bytesWritten: metric(written.bytes, MAX_BYTES_WRITTEN),
    databaseQueries: metric(stretches, MAX_STRETCHES_READ),
    documentsRead: metric(read.rows, MAX_ROWS_READ),
    documentsWritten: metric(written.rows, MAX_ROWS_WRITTEN),
    functionsScheduled: metric(scheduled.jobs, MAX_JOBS),
    scheduledFunctionArgsBytes: metric(scheduled.bytes, MAX_JOB_BYTES),
  };
}

/** What is said where there is no room for more. */
export function fullProblem(what: "rows" | "files"): string {
  return `This sandbox keeps no more than ${formatBytes(MAX_STORED_BYTES)} of ${what}: delete some, or restore the exercise's own.`;
}

/** Why a function has read in too many places, or null. */
export function tooManyStretches(count: number): string | null {
  return count > MAX_STRETCHES_READ
    ? `Too many reads in a single function execution (limit: ${MAX_STRETCHES_READ}). ${HELP}`
    : null;
}

/** Why a value cannot be one of Convex, or null. */
export function valueProblem(value: Value): string | null {
  const depth = { deepest: 0 };
  const problem = walk(value, 0, depth);
  if (problem !== null) return problem;
  return depth.deepest > MAX_VALUE_NESTING
    ? `Value is too nested (nested ${depth.deepest} levels deep > maximum nesting ${MAX_VALUE_NESTING})`
    : null;
}

/** Why a value, system fields included, cannot be a document, or null. */
export function documentProblem(document: Value, bytes: number): string | null {
  const depth = { deepest: 0 };
  const problem = walk(document, 0, depth);
  if (problem !== null) return problem;
  if (depth.deepest > MAX_DOCUMENT_NESTING) {
    return `Document is too nested (nested ${depth.deepest} levels deep > maximum nesting ${MAX_DOCUMENT_NESTING})`;
  }
  return bytes > MAX_DOCUMENT_BYTES
    ? `Value is too large (${formatBytes(bytes)} > maximum size ${formatBytes(MAX_DOCUMENT_BYTES)})`
    : null;
}

/** `(actual: …, limit: …)` when a function's arguments or result are too large, or null. */
export function callSizeProblem(value: Value): string | null {
  const bytes = getConvexSize(value);
  return bytes > MAX_CALL_BYTES
    ? `too large (actual: ${formatBytes(bytes)}, limit: ${formatBytes(MAX_CALL_BYTES)})`
    : null;
}

function walk(value: Value, depth: number, seen: { deepest: number }): string | null {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return null;
  seen.deepest = Math.max(seen.deepest, depth + 1);
  if (Array.isArray(value)) {
    if (value.length > MAX_ARRAY_LENGTH) {
      return `Array length is too long (${value.length} > maximum length ${MAX_ARRAY_LENGTH})`;
    }
    for (const element of value) {
      const problem = walk(element, depth + 1, seen);
      if (problem !== null) return problem;
    }
    return null;
  }
  const fields = Object.entries(value);
  if (fields.length > MAX_FIELDS) {
    return `Object has too many fields (${fields.length} > maximum number ${MAX_FIELDS})`;
  }
  for (const [name, field] of fields) {
    const problem = fieldNameProblem(name) ?? (field === undefined ? null : walk(field, depth + 1, seen));
    if (problem !== null) return problem;
  }
  return null;
}

function fieldNameProblem(name: string): string | null {
  if (name.startsWith("$")) return `Field name ${name} starts with '$', which is reserved.`;
  const invalid = /[^ -~]/u.exec(name)?.[0];
  if (invalid !== undefined) {
    return `Field name ${name} has invalid character '${invalid}': Field names can only contain non-control ASCII characters`;
  }
  return name.length > MAX_FIELD_NAME_LENGTH
    ? `Field name is too long (${name.length} > maximum ${MAX_FIELD_NAME_LENGTH})`
    : null;
}

/** `1 MiB`, `1.18 MiB`: two decimals unless there is nothing behind the point. */
function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"] as const;
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(amount) ? amount : amount.toFixed(2)} ${units[unit]}`;
}
