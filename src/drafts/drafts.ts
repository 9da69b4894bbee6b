/**
 * The draft of one opened exercise: found when it opens, saved as it changes, and never put over a newer one.
 *
 *   restore ──▶ attach ──▶ changed … save ──▶ agreed with the store
 *                             │                  │ another tab saved
 *                             │ own changes      │ none of our own: its code is followed
 *                             └────▶ conflict ◀──┘ some: a person says which is kept
 */
import type { SourceFiles } from "../wire/compiler.ts";
import {
  areSameFiles,
  changedFiles,
  draftedTexts,
  isSameDraft,
  newestOther,
  NO_DRAFT,
  usableFiles,
  type Draft,
  type DraftName,
} from "./draft.ts";
import type { DraftedPage, DraftsParts } from "./drafts-parts.ts";
import { NoticeList } from "./notice-list.ts";
import type { Notice } from "./notices.ts";
import type { DraftStore, FoundDrafts, SaveOptions } from "./store.ts";
import type { Saved } from "./tabs.ts";

/** A change is saved so long after it at the latest. */
const SAVE_DELAY_MS = 300;
/** The exercise opens without its draft when that takes longer. */
const RESTORE_DEADLINE_MS = 300;
/** Storage that has said nothing for so long is taken for denied. */
const SILENCE_MS = 10_000;

type Saving = Pick<SaveOptions, "isUrgent" | "backsUp">;

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
  /** The person's own code, which code from a link has taken the place of. */
  #aside: SourceFiles | null = null;
  #isFromLink = false;
  readonly #notices: NoticeList;
  #cancelSave: (() => void) | null = null;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
    this.#notices = new NoticeList(parts.show);
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
    if (Object.keys(files).length === 0) this.#notices.withdraw("restored");
    if (areSameFiles(files, this.#issued.files)) return;
    if (this.#wasForeign) this.#putAside();
    this.#notices.withdraw("fresh", "taken", "used", "returned", "followed");
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
    this.#notices.withdraw("restored");
  }

  useEarlier(): void {
    if (this.#earlier === null) return;
    this.#notices.withdraw("earlier");
    this.#replace(this.#earlier.files, { type: "used" });
  }

  useAside(): void {
    if (this.#aside !== null) this.#replace(this.#aside, { type: "returned" });
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
    this.#notices.withdraw("fresh", "taken", "used", "returned");
    this.#save({ backsUp: true });
  }

  /** The notice that is shown has been read. */
  dismiss(): void {
    if (this.#notices.dismiss() !== "aside") return;
    this.#forgetAside();
    this.#save({ isNews: true });
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
    if (damaged > 0) this.#notices.tell({ type: "damaged" });
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
      this.#notices.tell({ type: "late", savedAt });
      return;
    }
    this.#agree(draft);
    if (Object.keys(files).length === 0) return;
    if (this.#page !== null) this.#putOnPage(files);
    this.#notices.tell({ type: "restored", savedAt });
    if (this.#isFromLink) void this.#findAside(files);
  }

  /** The code that is the person's now came with a link: what it takes the place of stays within reach. */
  #putAside(): void {
    this.#notices.withdraw("restored");
    const { files } = this.#issued;
    if (Object.keys(files).length === 0) return;
    this.#isFromLink = true;
    this.#aside = files;
    this.#notices.tell({ type: "aside" });
  }

  /** The same in a later visit: the newest backup. */
  async #findAside(present: SourceFiles): Promise<void> {
    try {
      const backups = await this.#store.backups(this.#place());
      this.#aside = newestOther(backups, this.#parts.exercise, present);
      if (this.#aside !== null) this.#notices.tell({ type: "aside" });
    } catch (error) {
      this.#fail(error);
    }
  }

  #forgetAside(): void {
    this.#aside = null;
    this.#isFromLink = false;
    this.#notices.withdraw("aside");
  }

  #offerEarlier(earlier: Draft | null): void {
    if (earlier === null || Object.keys(this.#usable(earlier.files)).length === 0) return;
    this.#earlier = earlier;
    this.#notices.tell({ type: "earlier", savedAt: earlier.savedAt });
  }

  /** `isNews`: even when the files are as they were. */
  #save({ isNews = false, ...options }: Saving & { readonly isNews?: boolean } = {}): void {
    this.#cancelSave?.();
    this.#cancelSave = null;
    const page = this.#page;
    if (page === null || page.isReadOnly() || page.isForeign() || !this.#isReady || this.#newer !== null)
      return;
    const files = this.#ownFiles();
    const backsUp = options.backsUp === true || this.#wasForeign;
    this.#wasForeign = false;
    if (isNews || !areSameFiles(files, this.#issued.files)) void this.#put(files, { ...options, backsUp });
  }

  async #put(files: SourceFiles, options: Saving): Promise<void> {
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
      this.#notices.withdraw("full");
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
      this.#notices.withdraw("restored", "fresh", "taken", "used", "earlier");
      this.#notices.tell({ type: "followed" });
    } else {
      const isNews = this.#newer === null;
      this.#newer = stored;
      if (isNews) this.#backUpOwn();
      this.#notices.tell({ type: "conflict" });
    }
  }

  #agree(draft: Draft): void {
    const { revision, tab } = draft;
    this.#agreed = { revision, tab, files: this.#usable(draft.files) };
    this.#issued = this.#agreed;
    this.#newer = null;
    this.#isFromLink = draft.isFromLink === true;
    this.#notices.withdraw("conflict", "late");
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
      this.#notices.tell({ type: "full" });
    }
  }

  #deny(): void {
    if (this.#store === this.#parts.fallback) return;
    this.#store = this.#parts.fallback;
    this.#isReady = true;
    this.#notices.withdraw("full");
    this.#notices.tell({ type: "denied" });
    this.changed();
  }

  #replace(drafted: SourceFiles, notice: Notice): void {
    this.#before = this.#page?.texts() ?? null;
    this.#forgetAside();
    this.#putOnPage(drafted);
    this.#notices.tell(notice);
    this.#save({ backsUp: true });
  }

  #putOnPage(drafted: SourceFiles): void {
    this.#page?.replace(draftedTexts(this.#parts.exercise, drafted));
  }

  #ownFiles(): SourceFiles {
    return changedFiles(this.#parts.exercise, this.#page?.texts() ?? {});
  }

  #usable(files: SourceFiles): SourceFiles {
    return usableFiles(this.#parts.exercise, files);
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
      ...(this.#isFromLink ? { isFromLink: true } : {}),
    };
  }
}
