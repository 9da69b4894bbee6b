/**
 * Which mutations have been committed, by session and request: a client that lost its socket sends them again and must
 * get the first answer, not a second insert.
 */
import { deferred, type Deferred } from "../../base/deferred.ts";

export type Committed = {
  readonly resultJson: string;
  readonly logLines: readonly string[];
  readonly ts: bigint;
};

const MAX_ENTRIES = 10_000;

export class MutationLedger {
  readonly #entries = new Map<string, Deferred<Committed | null>>();

  /** What came of the request so far; `undefined` when it is new. `null` = it failed and may run again. */
  find(request: string): Promise<Committed | null> | undefined {
    return this.#entries.get(request)?.promise;
  }

  /** Notes that the request runs. Exactly one of the returned functions must be called. */
  begin(request: string): { committed(outcome: Committed): void; failed(): void } {
    const entry = deferred<Committed | null>();
    if (this.#entries.size >= MAX_ENTRIES) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(request, entry);
    return {
      committed: (outcome) => entry.resolve(outcome),
      failed: () => {
        this.#entries.delete(request);
        entry.resolve(null);
      },
    };
  }
}
