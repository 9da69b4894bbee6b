/**
 * Reads and writes of one function run over a snapshot. Dropping a transaction rolls it back; `Database.commit` makes
 * its tables the current ones. Failures are the product's sentences, which the function sees as thrown errors.
 */
import { convexToJson, getConvexSize, type Value } from "convex/values";
import { failure, success, type Result } from "../../base/result.ts";
import { decodeDocumentId } from "../../wire/document-id.ts";
import type { Catalog, SystemTable } from "./catalog.ts";
import { documentProblem, tooManyStretches, Usage } from "./limits.ts";
import { ReadSet, type RowChange } from "./read-set.ts";
import { BY_ID, changeRow, rowById, type Table } from "./table.ts";
import type { Row } from "./row.ts";
import { mismatch } from "./validator.ts";

const SYSTEM_TABLE = "System tables can only be accessed with db.system.";

export class Transaction {
  readonly catalog: Catalog;
  readonly reads: ReadSet;
  readonly #changes: Map<string, RowChange>;
  #tables: ReadonlyMap<string, Table>;
  readonly usage: Usage;
  /** By this part of the transaction and those it adopted. */
  rowsRead = 0;
  rowsWritten = 0;
  /** Where the page of a paginated query ended when it last ran, and where it ends now: pages keep their borders. */
  readonly pageEnd: { before: string | null; now: string | null } = { before: null, now: null };

  constructor(
    catalog: Catalog,
    tables: ReadonlyMap<string, Table>,
    reads = new ReadSet(),
    usage = Usage.none(),
  ) {
    this.catalog = catalog;
    this.#tables = tables;
    this.reads = reads;
    this.usage = usage;
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
    return new Transaction(this.catalog, this.#tables, this.reads, this.usage.fork());
  }

  adopt(inner: Transaction): void {
    this.#tables = inner.#tables;
    for (const [id, change] of inner.#changes) this.#note(id, change);
    this.rowsRead += inner.rowsRead;
    this.rowsWritten += inner.rowsWritten;
    this.usage.adopt(inner.usage);
  }

  get(id: string, method: string, tableName: string | null): Result<Row | null, string> {
    const located = this.#locate(id, method, tableName);
    if (!located.ok) return located;
    const table = located.value;
    if (table === null) return success(null);
    const bound = { prefix: [id], inclusive: true };
    this.reads.add(table.name, { name: BY_ID, fields: ["_id"] }, { lower: bound, upper: bound });
    const row = rowById(table, id);
    const problem = (row === null ? null : this.noteRead(row)) ?? this.stretchesProblem();
    return problem === null ? success(row) : failure(problem);
  }

  /** Counts a row as read; the sentence when that was too much. */
  noteRead(row: Row): string | null {
    this.rowsRead += 1;
    return this.usage.read(row.bytes);
  }

  /** Why the transaction has read in too many places, or null. */
  stretchesProblem(): string | null {
    return tooManyStretches(this.reads.size);
  }

  insert(tableName: string, document: Readonly<Record<string, Value>>): Result<string, string> {
    if (tableName.startsWith("_")) return failure(SYSTEM_TABLE);
    if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(tableName)) {
      return failure(
        `Invalid argument \`table\` for \`db.insert\`: Invalid table name: ${JSON.stringify(tableName.slice(0, 80))}. ` +
          "Identifiers must start with a letter and can only contain letters, digits, and underscores.",
      );
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

  deleteSystem(tableName: SystemTable, id: string): void {
    const table = this.#tables.get(tableName);
    const row = this.getSystem(tableName, id);
    if (table !== undefined && row !== null) this.#change(table, row, null);
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
    if (found.value.table.startsWith("_")) return failure(SYSTEM_TABLE);
    const table = this.#tables.get(found.value.table);
    if (table === undefined) return failure(`${verb} on nonexistent document ID ${id}`);
    const { _id = id, _creationTime = 0, ...own } = found.value.value;
    return this.#write(table, found.value, { ...next(own), _id, _creationTime });
  }

  delete(id: string, tableName: string | null): Result<Row, string> {
    const found = this.get(id, "delete", tableName);
    if (!found.ok) return found;
    const row = found.value;
    if (row?.table.startsWith("_") === true) return failure(SYSTEM_TABLE);
    const table = row === null ? undefined : this.#tables.get(row.table);
    if (row === null || table === undefined) return failure(`Delete on nonexistent document ID ${id}`);
    const problem = this.#change(table, row, null);
    return problem === null ? success(row) : failure(problem);
  }

  #write(table: Table, before: Row | null, document: Record<string, Value>): Result<Row, string> {
    const { _id, _creationTime: _, ...own } = document;
    const schema = this.catalog.schema;
    const expected = schema.isEnforced ? schema.tables.get(table.name)?.document : undefined;
    const unfit = expected === undefined ? null : mismatch(own, expected, this.catalog.tableNames);
    if (unfit !== null) {
      return failure(
        `Failed to insert or update a document in table "${table.name}" because it does not match the schema: ${unfit}`,
      );
    }
    const value = sortKeys(document);
    const bytes = getConvexSize(value);
    const excess = table.name.startsWith("_") ? null : documentProblem(value, bytes);
    if (excess !== null) return failure(excess);
    const id = typeof _id === "string" ? _id : "";
    const row: Row = { id, table: table.name, value, text: JSON.stringify(convexToJson(value)), bytes };
    const problem = this.#change(table, before, row);
    return problem === null ? success(row) : failure(problem);
  }

  #change(table: Table, before: Row | null, after: Row | null): string | null {
    this.#tables = new Map(this.#tables).set(table.name, changeRow(table, before, after));
    this.#note((after ?? before)?.id ?? "", { table: table.name, before, after });
    // Counted by the deployment's own limits, which no function reaches.
    if (table.name.startsWith("_")) return null;
    this.rowsWritten += 1;
    return this.usage.write((after ?? before)?.bytes ?? 0, (after?.bytes ?? 0) - (before?.bytes ?? 0));
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

function sortKeys(document: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(document).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
