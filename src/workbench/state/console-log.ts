/** The console's entries, newest last, with a bound on how many are kept. */
import type { ConsoleEntry } from "../../run/runner.ts";

export const ENTRIES_KEPT = 1000;

export type ConsoleLog = {
  readonly entries: readonly ConsoleEntry[];
  /** How many older entries had to go. */
  readonly dropped: number;
};

export const EMPTY_CONSOLE: ConsoleLog = { entries: [], dropped: 0 };

export function appendEntries(log: ConsoleLog, added: readonly ConsoleEntry[]): ConsoleLog {
  const all = [...log.entries, ...added];
  const excess = Math.max(0, all.length - ENTRIES_KEPT);
  return { entries: all.slice(excess), dropped: log.dropped + excess };
}

/** Null when nothing was dropped. */
export function droppedSentence({ dropped }: ConsoleLog): string | null {
  if (dropped === 0) return null;
  const what = dropped === 1 ? "1 older entry is" : `${dropped.toLocaleString("en")} older entries are`;
  return `${what} no longer shown: the console keeps the last ${ENTRIES_KEPT.toLocaleString("en")}.`;
}
