/** Drafts for as long as the page lives, where the browser denies storage. */
import { failure, success, type Result } from "../base/result.ts";
import { isSameDraft, type Draft, type DraftPlace } from "./draft.ts";
import { BACKUPS_KEPT, type DraftStore, type FoundDrafts, type SaveOptions } from "./store.ts";

export class MemoryStore implements DraftStore {
  readonly #drafts: Draft[] = [];
  readonly #backups: Draft[] = [];

  async find(place: DraftPlace, version: string): Promise<FoundDrafts> {
    const here = this.#drafts.filter((draft) => isAt(draft, place));
    return {
      draft: here.find((draft) => draft.version === version) ?? null,
      earlier:
        here.filter((draft) => draft.version !== version).toSorted((a, b) => b.savedAt - a.savedAt)[0] ??
        null,
      damaged: 0,
    };
  }

  async save(draft: Draft, { after, backsUp = false }: SaveOptions): Promise<Result<null, Draft>> {
    const index = this.#drafts.findIndex((other) => isAt(other, draft) && other.version === draft.version);
    const stored = this.#drafts[index];
    // None here is no conflict: storage may have been denied midway, with what came before in the other store.
    if (stored !== undefined && !isSameDraft(stored, after)) return failure(stored);
    if (stored !== undefined && backsUp) await this.backUp(stored);
    if (stored === undefined) this.#drafts.push(draft);
    else this.#drafts[index] = draft;
    return success(null);
  }

  async backUp(draft: Draft): Promise<void> {
    this.#backups.push(draft);
    const here = this.#backups.filter((other) => isAt(other, draft));
    const oldest = here[0];
    if (here.length > BACKUPS_KEPT && oldest !== undefined)
      this.#backups.splice(this.#backups.indexOf(oldest), 1);
  }

  async backups(place: DraftPlace): Promise<readonly Draft[]> {
    return this.#backups.filter((draft) => isAt(draft, place));
  }
}

function isAt(draft: Draft, { exercise, key }: DraftPlace): boolean {
  return draft.exercise === exercise && draft.key === key;
}
