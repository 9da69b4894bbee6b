/**
 * The draft of one opened exercise: found when it opens, saved as it changes, and never put over a newer one.
 *
 *   restore ──▶ attach ──▶ changed … save ──▶ agreed with the store
 *                             │                  │ another tab saved
 *                             │ own changes      │ none of our own: its code is followed
 *                             └────▶ conflict ◀──┘ some: a person says which is kept
 */
import type { Clock, Timers } from "../base/clock.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import {
  areSameFiles,
  changedFiles,
  draftedTexts,
  isSameDraft,
  NO_DRAFT,
  type Draft,
  type DraftedExercise,
  type DraftName,
} from "./draft.ts";
import type { Notice, NoticeType } from "./notices.ts";
import type { DraftStore, FoundDrafts, SaveOptions } from "./store.ts";
import type { Saved, Tabs } from "./tabs.ts";

/** A change is saved so long after it at the latest. */
const SAVE_DELAY_MS = 300;
/** The exercise opens without its draft when that takes longer. */
const RESTORE_DEADLINE_MS = 300;
/** Storage that has said nothing for so long is taken for denied. */
const SILENCE_MS = 10_000;

/** The workbench, as far as drafts reach it. */
export type DraftedPage = {
  texts(): SourceFiles;
  /** As one step that undo takes back. */
  replace(texts: SourceFiles): void;
  isReadOnly(): boolean;
  /** The code on screen is somebody else's, as from a link: it is neither saved nor replaced. */
  isForeign(): boolean;
};

export type DraftsParts = {
  readonly exercise: DraftedExercise;
  readonly key: string;
  /** A random name for this page. */
  readonly tab: string;
  readonly store: DraftStore;
  /** Takes over when `store` is denied. */
  readonly fallback: DraftStore;
  readonly tabs: Tabs;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What to tell now; null for nothing. */
  readonly show: (notice: Notice | null) => void;
};

/** What the store and the page were last known to share. */
type Shared = DraftName & { readonly files: SourceFiles };

export class Drafts {
  readonly #parts: DraftsParts;
  #store: DraftStore;
  #page: DraftedPage | null = null;
  #isReady = false;
  /** Known to be stored. */
  #agreed: Shared = { ...NO_DRAFT, files: {} };
  /** Sent off last; ahead of `#agreed` while saves are under way. */
  #issued: Shared = this.#agreed;
  /** Another tab's, which a person has to decide on; nothing is saved meanwhile. */
  #newer: Draft | null = null;
  #earlier: Draft | null = null;
  #before: SourceFiles | null = null;
  /** What is saved next takes the place of code that was there before somebody else's came. */
  #wasForeign = false;
  #notices: readonly Notice[] = [];
  #cancelSave: (() => void) | null = null;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
    this.#store = parts.store;
    parts.tabs.listen((saved) => this.#hear(saved));
  }

  /** Looks for a draft; settles when that is decided, or when the exercise should not wait any longer. */
  restore(): Promise<void> {
    const { timers } = this.#parts;
    return new Promise((resolve) => {
      const cancelDeadline = timers.after(RESTORE_DEADLINE_MS, resolve);
      const cancelSilence = timers.after(SILENCE_MS, () => this.#deny());
      void this.#find().finally(() => {
        cancelDeadline();
        cancelSilence();
        resolve();
      });
    });
  }

  /** The exercise is on screen, with its starter. */
  attach(page: DraftedPage): void {
    this.#page = page;
    if (Object.keys(this.#agreed.files).length > 0) this.#putOnPage(this.#agreed.files);
  }

  /** The page's texts may have changed. */
  changed(): void {
    if (this.#page === null || !this.#isReady) return;
    if (this.#page.isForeign()) {
      this.#wasForeign = true;
      return;
    }
    const files = this.#ownFiles();
    if (Object.keys(files).length === 0) this.#withdraw("restored");
    if (areSameFiles(files, this.#issued.files)) return;
    if (this.#wasForeign) this.#withdraw("restored");
    this.#withdraw("fresh", "taken", "used", "followed");
    this.#cancelSave ??= this.#parts.timers.after(SAVE_DELAY_MS, () => this.#save());
  }

  /** Before something that the page may not outlive. */
  saveNow(): void {
    if (this.#newer !== null && !this.#page?.isForeign()) this.#backUpOwn();
    this.#save({ isUrgent: true });
  }

  /** After a while in which nothing may have been heard. */
  async look(): Promise<void> {
    if (!this.#isReady || this.#page?.isForeign() === true) return;
    try {
      const { draft } = await this.#store.find(this.#place(), this.#parts.exercise.version);
      if (draft !== null && draft.tab !== this.#parts.tab) this.#meet(draft);
    } catch (error) {
      this.#fail(error);
    }
  }

  startFresh(): void {
    this.#replace({}, { type: "fresh" });
    this.#withdraw("restored");
  }

  useEarlier(): void {
    if (this.#earlier === null) return;
    this.#withdraw("earlier");
    this.#replace(this.#earlier.files, { type: "used" });
  }

  takeNewer(): void {
    const newer = this.#newer;
    if (newer === null) return;
    this.#backUpOwn();
    this.#agree(newer);
    this.#replace(newer.files, { type: "taken" });
  }

  keepMine(): void {
    const newer = this.#newer;
    if (newer === null) return;
    this.#agree(newer);
    this.#save({ backsUp: true });
  }

  /** Takes back what was last put in place of the page's code. */
  undo(): void {
    const before = this.#before;
    if (before === null) return;
    this.#before = null;
    this.#page?.replace(before);
    this.#withdraw("fresh", "taken", "used");
    this.#save({ backsUp: true });
  }

  /** The notice that is shown has been read. */
  dismiss(): void {
    this.#setNotices(this.#notices.slice(1));
  }

  async #find(): Promise<void> {
    try {
      const found = await this.#store.find(this.#place(), this.#parts.exercise.version);
      if (!this.#isReady) this.#begin(found);
    } catch (error) {
      if (!this.#isReady) this.#fail(error);
    }
  }

  #begin({ draft, earlier, damaged }: FoundDrafts): void {
    this.#isReady = true;
    if (damaged > 0) this.#tell({ type: "damaged" });
    if (draft === null) this.#offerEarlier(earlier);
    else this.#beginWith(draft);
    this.changed();
  }

  #beginWith(draft: Draft): void {
    const { savedAt } = draft;
    const files = this.#usable(draft.files);
    const hasTyped = this.#page !== null && Object.keys(this.#ownFiles()).length > 0;
    if (hasTyped && !areSameFiles(this.#ownFiles(), files)) {
      this.#newer = draft;
      this.#tell({ type: "late", savedAt });
      return;
    }
    this.#agree(draft);
    if (Object.keys(files).length === 0) return;
    if (this.#page !== null) this.#putOnPage(files);
    this.#tell({ type: "restored", savedAt });
  }

  #offerEarlier(earlier: Draft | null): void {
    if (earlier === null || Object.keys(this.#usable(earlier.files)).length === 0) return;
    this.#earlier = earlier;
    this.#tell({ type: "earlier", savedAt: earlier.savedAt });
  }

  #save(options: Pick<SaveOptions, "isUrgent" | "backsUp"> = {}): void {
    this.#cancelSave?.();
    this.#cancelSave = null;
    const page = this.#page;
    if (page === null || page.isReadOnly() || page.isForeign() || !this.#isReady || this.#newer !== null)
      return;
    const files = this.#ownFiles();
    const backsUp = options.backsUp === true || this.#wasForeign;
    this.#wasForeign = false;
    if (!areSameFiles(files, this.#issued.files)) void this.#put(files, { ...options, backsUp });
  }

  async #put(files: SourceFiles, options: Pick<SaveOptions, "isUrgent" | "backsUp">): Promise<void> {
    const after = this.#issued;
    const draft = this.#draft(files, after.revision + 1);
    this.#issued = draft;
    try {
      const saved = await this.#store.save(draft, { ...options, after, agreed: this.#agreed });
      if (!saved.ok) {
        this.#meet(saved.error);
        return;
      }
      if (draft.revision > this.#agreed.revision) this.#agreed = draft;
      this.#withdraw("full");
      this.#parts.tabs.tell(draft);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The store holds another draft than this page thought. */
  #meet(stored: Draft): void {
    if (isSameDraft(stored, this.#agreed) || stored.tab === this.#parts.tab) {
      // A save in between has failed.
      if (this.#newer === null && !isSameDraft(stored, this.#issued)) {
        this.#agree(stored);
        this.#save();
      }
      return;
    }
    const files = this.#usable(stored.files);
    const own = this.#ownFiles();
    if (areSameFiles(own, files)) this.#agree(stored);
    else if (this.#newer === null && areSameFiles(own, this.#agreed.files)) {
      this.#agree(stored);
      this.#putOnPage(files);
      this.#withdraw("restored", "fresh", "taken", "used", "earlier");
      this.#tell({ type: "followed" });
    } else {
      const isNews = this.#newer === null;
      this.#newer = stored;
      if (isNews) this.#backUpOwn();
      this.#tell({ type: "conflict" });
    }
  }

  #agree(draft: Draft): void {
    const { revision, tab } = draft;
    this.#agreed = { revision, tab, files: this.#usable(draft.files) };
    this.#issued = this.#agreed;
    this.#newer = null;
    this.#withdraw("conflict", "late");
  }

  #backUpOwn(): void {
    if (this.#page === null || this.#page.isReadOnly()) return;
    const own = this.#draft(this.#ownFiles(), this.#agreed.revision + 1);
    this.#store.backUp(own).catch((error: unknown) => this.#fail(error));
  }

  #hear({ exercise, key, version, revision, tab }: Saved): void {
    const { exercise: opened, key: openedKey } = this.#parts;
    const isOurs = exercise === opened.id && key === openedKey && version === opened.version;
    if (isOurs && revision >= this.#agreed.revision && !isSameDraft({ revision, tab }, this.#agreed))
      void this.look();
  }

  #fail(error: unknown): void {
    if (!(error instanceof DOMException && error.name === "QuotaExceededError")) this.#deny();
    else {
      // The next change tries again.
      this.#issued = this.#agreed;
      this.#isReady = true;
      this.#tell({ type: "full" });
    }
  }

  #deny(): void {
    if (this.#store === this.#parts.fallback) return;
    this.#store = this.#parts.fallback;
    this.#isReady = true;
    this.#withdraw("full");
    this.#tell({ type: "denied" });
    this.changed();
  }

  #replace(drafted: SourceFiles, notice: Notice): void {
    this.#before = this.#page?.texts() ?? null;
    this.#putOnPage(drafted);
    this.#tell(notice);
    this.#save({ backsUp: true });
  }

  #putOnPage(drafted: SourceFiles): void {
    this.#page?.replace(draftedTexts(this.#parts.exercise, drafted));
  }

  #ownFiles(): SourceFiles {
    return changedFiles(this.#parts.exercise, this.#page?.texts() ?? {});
  }

  #usable(files: SourceFiles): SourceFiles {
    return changedFiles(this.#parts.exercise, draftedTexts(this.#parts.exercise, files));
  }

  #place(): Pick<Draft, "exercise" | "key"> {
    return { exercise: this.#parts.exercise.id, key: this.#parts.key };
  }

  #draft(files: SourceFiles, revision: number): Draft {
    const { exercise, tab, clock } = this.#parts;
    return {
      ...this.#place(),
      version: exercise.version,
      files,
      savedAt: Math.round(clock.now()),
      revision,
      tab,
    };
  }

  #tell(notice: Notice): void {
    this.#setNotices([notice, ...this.#notices.filter(({ type }) => type !== notice.type)]);
  }

  #withdraw(...types: readonly NoticeType[]): void {
    if (this.#notices.some(({ type }) => types.includes(type)))
      this.#setNotices(this.#notices.filter(({ type }) => !types.includes(type)));
  }

  #setNotices(notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#parts.show(notices[0] ?? null);
  }
}
