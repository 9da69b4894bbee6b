/**
 * Reads and writes of one function run over a snapshot. Dropping a transaction rolls it back; `Database.commit` makes
 * its tables the current ones. Failures are the product's sentences, which the function sees as thrown errors.
 */
import { convexToJson, type Value } from "convex/values";
import { failure, success, type Result } from "../../base/result.ts";
import { decodeDocumentId } from "../../wire/document-id.ts";
import type { Catalog, SystemTable } from "./catalog.ts";
import { ReadSet, type RowChange } from "./read-set.ts";
import { BY_ID, changeRow, rowById, type Row, type Table } from "./table.ts";
import { mismatch } from "./validator.ts";

export const MAX_ROWS_READ = 32_000;
const MAX_ROWS_WRITTEN = 16_000;
const READ_ONLY = "System tables (prefixed with `_`) are read-only.";

export class Transaction {
  readonly catalog: Catalog;
  readonly reads: ReadSet;
  readonly #changes: Map<string, RowChange>;
  #tables: ReadonlyMap<string, Table>;
  /** Functions scheduled so far. */
  jobsScheduled = 0;
  rowsRead = 0;
  rowsWritten = 0;

  constructor(catalog: Catalog, tables: ReadonlyMap<string, Table>, reads = new ReadSet()) {
    this.catalog = catalog;
    this.#tables = tables;
    this.reads = reads;
    this.#changes = new Map();
  }

  get tables(): ReadonlyMap<string, Table> {
    return this.#tables;
  }

  /** The net effect per row, for commit. */
  get changes(): readonly RowChange[] {
    return [...this.#changes.values()].filter(({ before, after }) => before !== null || after !== null);
  }

  table(name: string): Table | null {
    return this.#tables.get(name) ?? null;
  }

  /** A transaction within this one: {@link adopt} it or drop it. What it reads counts here either way. */
  fork(): Transaction {
    return new Transaction(this.catalog, this.#tables, this.reads);
  }

  adopt(inner: Transaction): void {
    this.#tables = inner.#tables;
    for (const [id, change] of inner.#changes) this.#note(id, change);
    this.rowsRead += inner.rowsRead;
    this.rowsWritten += inner.rowsWritten;
    this.jobsScheduled += inner.jobsScheduled;
  }

  get(id: string, method: string, tableName: string | null): Result<Row | null, string> {
    const located = this.#locate(id, method, tableName);
    if (!located.ok) return located;
    const table = located.value;
    if (table === null) return success(null);
    const bound = { prefix: [id], inclusive: true };
    this.reads.add(table.name, { name: BY_ID, fields: ["_id"] }, { lower: bound, upper: bound });
    const row = rowById(table, id);
    if (row !== null) this.rowsRead += 1;
    return this.rowsRead > MAX_ROWS_READ ? failure(tooManyRead()) : success(row);
  }

  insert(tableName: string, document: Readonly<Record<string, Value>>): Result<string, string> {
    if (tableName.startsWith("_")) return failure(READ_ONLY);
    if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(tableName)) {
      return failure(`Invalid table name: ${JSON.stringify(tableName.slice(0, 80))}`);
    }
    return this.#insert(tableName, document);
  }

  /** A row of a system table: functions can only read these. */
  insertSystem(tableName: SystemTable, document: Readonly<Record<string, Value>>): Result<string, string> {
    return this.#insert(tableName, document);
  }

  getSystem(tableName: SystemTable, id: string): Row | null {
    const table = this.#tables.get(tableName);
    return table === undefined ? null : rowById(table, id);
  }

  /** `document` holds the system fields, too. */
  replaceSystem(row: Row, document: Readonly<Record<string, Value>>): void {
    const table = this.#tables.get(row.table);
    if (table !== undefined) this.#write(table, row, { ...document });
  }

  #insert(tableName: string, document: Readonly<Record<string, Value>>): Result<string, string> {
    const table = this.#tables.get(tableName) ?? this.catalog.newTable(tableName);
    const system = this.catalog.newRow(table.number);
    const written = this.#write(table, null, { ...document, ...system });
    return written.ok ? success(system._id) : written;
  }

  /** `next` makes the new document from the old one's own fields. */
  update(
    id: string,
    operation: { readonly method: "patch" | "replace"; readonly table: string | null },
    next: (document: Readonly<Record<string, Value>>) => Record<string, Value>,
  ): Result<Row, string> {
    const found = this.get(id, operation.method, operation.table);
    if (!found.ok) return found;
    const verb = operation.method === "patch" ? "Update" : "Replace";
    if (found.value === null) return failure(`${verb} on nonexistent document ID ${id}`);
    if (found.value.table.startsWith("_")) return failure(READ_ONLY);
    const table = this.#tables.get(found.value.table);
    if (table === undefined) return failure(`${verb} on nonexistent document ID ${id}`);
    const { _id = id, _creationTime = 0, ...own } = found.value.value;
    return this.#write(table, found.value, { ...next(own), _id, _creationTime });
  }

  delete(id: string, tableName: string | null): Result<Row, string> {
    const found = this.get(id, "delete", tableName);
    if (!found.ok) return found;
    const row = found.value;
    if (row?.table.startsWith("_") === true) return failure(READ_ONLY);
    const table = row === null ? undefined : this.#tables.get(row.table);
    if (row === null || table === undefined) return failure(`Delete on nonexistent document ID ${id}`);
    this.#change(table, row, null);
    return this.rowsWritten > MAX_ROWS_WRITTEN ? failure(tooManyWritten()) : success(row);
  }

  #write(table: Table, before: Row | null, document: Record<string, Value>): Result<Row, string> {
    const { _id, _creationTime: _, ...own } = document;
    const schema = this.catalog.schema;
    const expected = schema.isEnforced ? schema.tables.get(table.name)?.document : undefined;
    const problem = expected === undefined ? null : mismatch(own, expected, this.catalog.tableNames);
    if (problem !== null) {
      return failure(
        `Failed to insert or update a document in table "${table.name}" because it does not match the schema: ${problem}`,
      );
    }
    const value = sortKeys(document);
    const row: Row = {
      id: typeof _id === "string" ? _id : "",
      table: table.name,
      value,
      text: JSON.stringify(convexToJson(value)),
    };
    if (row.text.length > 1_048_576) return failure("Value is too large (maximum size 1 MiB)");
    this.#change(table, before, row);
    return this.rowsWritten > MAX_ROWS_WRITTEN ? failure(tooManyWritten()) : success(row);
  }

  #change(table: Table, before: Row | null, after: Row | null): void {
    this.#tables = new Map(this.#tables).set(table.name, changeRow(table, before, after));
    this.#note((after ?? before)?.id ?? "", { table: table.name, before, after });
    this.rowsWritten += 1;
  }

  #note(id: string, change: RowChange): void {
    const earlier = this.#changes.get(id);
    this.#changes.set(id, earlier === undefined ? change : { ...change, before: earlier.before });
  }

  /** The table an id belongs to, `null` for one that does not exist any more. */
  #locate(id: string, method: string, tableName: string | null): Result<Table | null, string> {
    const decoded = decodeDocumentId(id);
    if (decoded === null) {
      return failure(`Invalid argument \`id\` for \`db.${method}\`: Unable to decode ID: ${id.slice(0, 80)}`);
    }
    const name = this.catalog.tableNames(decoded.tableNumber);
    if (tableName !== null && name !== null && name !== tableName) {
      return failure(
        `Invalid argument \`id\` for \`db.${method}\`: expected to be an Id<"${tableName}">, got Id<"${name}"> instead.`,
      );
    }
    return success(name === null ? null : (this.#tables.get(name) ?? null));
  }
}

export function tooManyRead(): string {
  return (
    `Too many documents read in a single function execution (limit: ${MAX_ROWS_READ}). Consider using smaller limits ` +
    "in your queries, paginating your queries, or using indexed queries with a selective index range expressions."
  );
}

function tooManyWritten(): string {
  return `Too many writes in a single function execution (limit: ${MAX_ROWS_WRITTEN})`;
}

function sortKeys(document: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(document).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
