/** What one client subscribes to, and what it was last told about each query. */
import type { AddQuery, ModifyQuerySetMessage } from "../../wire/sync-protocol.ts";
import type { ReadSet, RowChange } from "../database/read-set.ts";

export type Subscription = {
  readonly queryId: number;
  readonly path: string;
  readonly args: readonly unknown[];
  /** Of the last run, here or on a former socket. */
  journal: string | null;
  /** What the last run read; `null` before the first. */
  reads: ReadSet | null;
  /** The last result as text, to leave unchanged ones out of a transition. */
  sent: string | null;
  isStale: boolean;
};

export class QuerySet {
  readonly #queries = new Map<number, Subscription>();
  #removed: number[] = [];

  modify(modifications: ModifyQuerySetMessage["modifications"]): void {
    for (const modification of modifications) {
      if (modification.type === "Add") this.#queries.set(modification.queryId, subscribe(modification));
      else if (this.#queries.delete(modification.queryId)) this.#removed.push(modification.queryId);
    }
  }

  /** Queries taken out since the last call. */
  takeRemoved(): readonly number[] {
    const removed = this.#removed;
    this.#removed = [];
    return removed;
  }

  /** Those that must run: all of them when the identity has changed. */
  due(isAll: boolean): readonly Subscription[] {
    return [...this.#queries.values()].filter((query) => isAll || query.isStale);
  }

  /** Marks what a commit touches; whether that was anything. */
  touch(changes: readonly RowChange[]): boolean {
    let isTouched = false;
    for (const query of this.#queries.values()) {
      if (query.isStale || query.reads?.isTouchedBy(changes) !== true) continue;
      query.isStale = true;
      isTouched = true;
    }
    return isTouched;
  }

  /** The functions have been replaced: every query runs again. */
  touchAll(): void {
    for (const query of this.#queries.values()) query.isStale = true;
  }
}

function subscribe({ queryId, udfPath, args, journal }: AddQuery): Subscription {
  return { queryId, path: udfPath, args, journal: journal ?? null, reads: null, sent: null, isStale: true };
}
