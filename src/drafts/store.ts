/** Where drafts are kept. Every call may reject: storage is the browser's to deny. */
import type { Result } from "../base/result.ts";
import type { Draft, DraftName, DraftPlace } from "./draft.ts";

/** Backups kept of one exercise. */
export const BACKUPS_KEPT = 5;

export type FoundDrafts = {
  /** The newest of the wanted version. */
  readonly draft: Draft | null;
  /** The newest of any other version. */
  readonly earlier: Draft | null;
  /** Records that were not understood and have been moved aside, unchanged. */
  readonly damaged: number;
};

export type SaveOptions = {
  /** The draft that this one follows. */
  readonly after: DraftName;
  /** The newest draft that this tab knows to be stored, at most `after`; only drafts up to it go. */
  readonly agreed: DraftName;
  /** Without waiting for an answer, for a page that may be gone in a moment. */
  readonly isUrgent?: boolean;
  /** Keeps what it replaces as a backup. */
  readonly backsUp?: boolean;
};

export interface DraftStore {
  find(place: DraftPlace, version: string): Promise<FoundDrafts>;
  /** Compares and sets at once: fails with the stored draft where that is not `after`, and leaves it as it is. */
  save(draft: Draft, options: SaveOptions): Promise<Result<null, Draft>>;
  /** Keeps a draft aside; the oldest backups beyond `BACKUPS_KEPT` go. */
  backUp(draft: Draft): Promise<void>;
  /** From the oldest on. */
  backups(place: DraftPlace): Promise<readonly Draft[]>;
}
