/** What an execution has read: stretches of indexes. A later write matters to it only when it touches one of them. */
import type { Interval } from "./index-key.ts";
import { IntervalSet } from "./interval-set.ts";
import { keyOf } from "./table.ts";
import type { IndexDefinition } from "./index-definitions.ts";
import type { Row } from "./row.ts";

/** A row that a commit changed: `before` is null for an insert, `after` for a delete. */
export type RowChange = { readonly table: string; readonly before: Row | null; readonly after: Row | null };

/** A reading that is not a stretch of an index: whether it would have seen the row. */
export type RowTest = (row: Row) => boolean;

type Reading = { readonly index: IndexDefinition; readonly stretches: IntervalSet };

export class ReadSet {
  readonly #tables = new Map<string, Map<string, Reading>>();
  readonly #tests = new Map<string, RowTest[]>();
  #size = 0;

  /** How many separate stretches and tests there are. */
  get size(): number {
    return this.#size;
  }

  add(table: string, index: IndexDefinition, interval: Interval): void {
    const indexes = this.#tables.get(table) ?? new Map<string, Reading>();
    this.#tables.set(table, indexes);
    const reading = indexes.get(index.name) ?? { index, stretches: new IntervalSet() };
    indexes.set(index.name, reading);
    this.#size -= reading.stretches.size;
    reading.stretches.add(interval);
    this.#size += reading.stretches.size;
  }

  addTest(table: string, test: RowTest): void {
    const tests = this.#tests.get(table) ?? [];
    this.#tests.set(table, tests);
    tests.push(test);
    this.#size += 1;
  }

  /** Whether any of the changes would have been seen by what was read. */
  isTouchedBy(changes: readonly RowChange[]): boolean {
    return changes.some((change) => this.#isTouched(change));
  }

  #isTouched({ table, before, after }: RowChange): boolean {
    const rows = [before, after].filter((row) => row !== null);
    if (this.#tests.get(table)?.some((test) => rows.some(test)) === true) return true;
    for (const { index, stretches } of this.#tables.get(table)?.values() ?? []) {
      if (rows.some((row) => stretches.contains(keyOf(index, row)))) return true;
    }
    return false;
  }
}
