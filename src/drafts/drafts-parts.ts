/** What the drafts of an opened exercise are put together from. */
import type { Clock, Timers } from "../base/clock.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import type { DraftedExercise } from "./draft.ts";
import type { Notice } from "./notices.ts";
import type { DraftStore } from "./store.ts";
import type { Tabs } from "./tabs.ts";

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
