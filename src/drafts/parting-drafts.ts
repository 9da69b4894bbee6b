/**
 * Drafts of pages that were being left.
 *
 * Chromium may drop an IndexedDB transaction that is sent off as its page goes, although it was committed; what is
 * put into `localStorage` is there when the call returns. So an urgent save is made in both, and the next page to
 * look for drafts takes it from here.
 */
import type { Draft, DraftPlace } from "./draft.ts";

const PREFIX = "handoff-parting-draft/";

/** What `localStorage` does; everything may throw where the browser denies it. */
export type PlainStorage = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

export class PartingDrafts {
  readonly #open: () => PlainStorage;

  constructor(open: () => PlainStorage) {
    this.#open = open;
  }

  /** Each under a name of its own, so that no tab replaces another's. Where that is denied, nothing happens. */
  put(draft: Draft): void {
    attempt(() => this.#open().setItem(nameOf(draft), JSON.stringify(draft)));
  }

  remove(...names: readonly string[]): void {
    attempt(() => {
      const storage = this.#open();
      for (const name of names) storage.removeItem(name);
    });
  }

  /** Those of every version of an exercise, by name, not parsed. */
  all({ exercise, key }: DraftPlace): ReadonlyMap<string, string> {
    const prefix = nameWith(exercise, key, "");
    const found = new Map<string, string>();
    attempt(() => {
      const storage = this.#open();
      for (let index = 0; index < storage.length; index += 1) {
        const name = storage.key(index);
        const record = name?.startsWith(prefix) === true ? storage.getItem(name) : null;
        if (name !== null && record !== null) found.set(name, record);
      }
    });
    return found;
  }
}

export function nameOf({ exercise, key, version, revision, tab }: Draft): string {
  return nameWith(exercise, key, version, String(revision), tab);
}

function nameWith(...parts: readonly string[]): string {
  return PREFIX + parts.map(encodeURIComponent).join("/");
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Denied or full: IndexedDB is what counts.
  }
}
