/** The rows of a deployment at the current timestamp, the way commits are made, and who hears of them. */
import type { Value } from "convex/values";
import type { Clock } from "../../base/clock.ts";
import type { RandomBytes } from "../../base/random.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { Catalog } from "./catalog.ts";
import { Usage } from "./limits.ts";
import { ReadSet, type RowChange } from "./read-set.ts";
import type { Schema } from "./schema.ts";
import type { Snapshot } from "./snapshot.ts";
import { rowsOf, withIndexes } from "./table.ts";
import { Transaction } from "./transaction.ts";
import { mismatch } from "./validator.ts";

type Past = {
  readonly snapshot: Snapshot;
  /** Of its rows that the next state has no more. */ readonly replacedBytes: number;
};

export type CommitListener = (changes: readonly RowChange[]) => void;

/** How many states of the past can still be read, and how many bytes they may have that the present has no more. */
const SNAPSHOTS_KEPT = 100;
const PAST_BYTES_KEPT = 1 << 26;

export class Database {
  readonly catalog: Catalog;
  readonly #clock: Clock;
  readonly #listeners = new Set<CommitListener>();
  #snapshot: Snapshot;
  /** Oldest first; states share what they have in common. */
  readonly #past: Past[] = [];
  #pastBytes = 0;
  /** Of all rows but those of the system. */
  #storedBytes = 0;

  /** `floor`: a timestamp that every later one exceeds, so that a reset never moves time back. */
  constructor(clock: Clock, random: RandomBytes, floor: bigint) {
    this.catalog = new Catalog(clock, random);
    this.#clock = clock;
    this.#snapshot = { ts: floor, tables: new Map() };
    this.#snapshot = { ts: this.#nextTimestamp(), tables: new Map() };
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** The state in force at `ts`; `null` when that lies in the future or is no longer kept. */
  at(ts: bigint): Snapshot | null {
    if (ts > this.#snapshot.ts) return null;
    if (ts === this.#snapshot.ts) return this.#snapshot;
    return this.#past.findLast(({ snapshot }) => snapshot.ts <= ts)?.snapshot ?? null;
  }

  begin(snapshot: Snapshot = this.#snapshot): Transaction {
    const usage = Usage.none(this.#storedBytes);
    return new Transaction(this.catalog, snapshot.tables, new ReadSet(), usage);
  }

  /** Makes the transaction's tables current. `beforeOthers` runs before any listener hears of the commit. */
  commit(transaction: Transaction, beforeOthers: (ts: bigint) => void = () => {}): bigint {
    const changes = transaction.changes;
    const ts = this.#nextTimestamp();
    let replacedBytes = 0;
    for (const { table, before, after } of changes) {
      replacedBytes += before?.bytes ?? 0;
      if (!table.startsWith("_")) this.#storedBytes += (after?.bytes ?? 0) - (before?.bytes ?? 0);
    }
    this.#replace({ ts, tables: transaction.tables }, replacedBytes);
    beforeOthers(ts);
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
    return ts;
  }

  /** The returned function unsubscribes. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why the rows that are there do not fit `schema`, or null. */
  schemaProblem(schema: Schema): string | null {
    if (!schema.isEnforced) return null;
    for (const [name, { document }] of schema.tables) {
      const table = this.#snapshot.tables.get(name);
      for (const row of table === undefined ? [] : rowsOf(table)) {
        const { _id: _, _creationTime: __, ...own } = row.value;
        const problem = mismatch(own, document, this.catalog.tableNames);
        if (problem === null) continue;
        return (
          `Schema validation failed.\nDocument with ID "${row.id}" in table "${name}" does not match the schema: ` +
          problem
        );
      }
    }
    return null;
  }

  /** Puts a schema in force: its tables exist from now on, and its indexes hold every row. */
  useSchema(schema: Schema): void {
    this.catalog.schema = schema;
    const tables = new Map(this.#snapshot.tables);
    for (const name of schema.tables.keys())
      if (!tables.has(name)) tables.set(name, this.catalog.newTable(name));
    for (const [name, table] of tables) tables.set(name, withIndexes(table, schema.tables.get(name)));
    this.#replace({ ts: this.#nextTimestamp(), tables }, 0);
  }

  #replace(next: Snapshot, replacedBytes: number): void {
    this.#past.push({ snapshot: this.#snapshot, replacedBytes });
    this.#pastBytes += replacedBytes;
    // The newest of them is what a query that is under way reads.
    while (this.#past.length > SNAPSHOTS_KEPT || (this.#pastBytes > PAST_BYTES_KEPT && this.#past.length > 1))
      this.#pastBytes -= this.#past.shift()?.replacedBytes ?? 0;
    this.#snapshot = next;
  }

  /** Inserts rows in order, all or none. */
  seed(
    rows: readonly { readonly table: string; readonly document: Readonly<Record<string, Value>> }[],
  ): Result<readonly string[], string> {
    const transaction = new Transaction(
      this.catalog,
      this.#snapshot.tables,
      new ReadSet(),
      Usage.unlimited(),
    );
    const ids: string[] = [];
    for (const { table, document } of rows) {
      const inserted = transaction.insert(table, document);
      if (!inserted.ok) return failure(inserted.error);
      ids.push(inserted.value);
    }
    this.commit(transaction);
    return success(ids);
  }

  #nextTimestamp(): bigint {
    const now = BigInt(Math.floor(this.#clock.now() * 1000)) * 1000n;
    const least = this.#snapshot.ts + 1n;
    return now > least ? now : least;
  }
}
