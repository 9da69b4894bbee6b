/** What an execution has read: stretches of indexes. A later write matters to it only when it touches one of them. */
import { contains, type Interval } from "./index-key.ts";
import { keyOf, type IndexDefinition, type Row } from "./table.ts";

/** A row that a commit changed: `before` is null for an insert, `after` for a delete. */
export type RowChange = { readonly table: string; readonly before: Row | null; readonly after: Row | null };

type Reading = { readonly index: IndexDefinition; readonly intervals: Interval[] };

export class ReadSet {
  readonly #tables = new Map<string, Map<string, Reading>>();

  add(table: string, index: IndexDefinition, interval: Interval): void {
    const indexes = this.#tables.get(table) ?? new Map<string, Reading>();
    this.#tables.set(table, indexes);
    const reading = indexes.get(index.name) ?? { index, intervals: [] };
    indexes.set(index.name, reading);
    reading.intervals.push(interval);
  }

  /** Whether any of the changes would have been seen by what was read. */
  isTouchedBy(changes: readonly RowChange[]): boolean {
    return changes.some((change) => this.#isTouched(change));
  }

  #isTouched({ table, before, after }: RowChange): boolean {
    const indexes = this.#tables.get(table);
    if (indexes === undefined) return false;
    for (const { index, intervals } of indexes.values()) {
      for (const row of [before, after]) {
        if (row === null) continue;
        const key = keyOf(index, row);
        if (intervals.some((interval) => contains(interval, key))) return true;
      }
    }
    return false;
  }

  /** Takes over all that `other` has read. */
  absorb(other: ReadSet): void {
    for (const [table, indexes] of other.#tables) {
      for (const { index, intervals } of indexes.values()) {
        for (const interval of intervals) this.add(table, index, interval);
      }
    }
  }
}
