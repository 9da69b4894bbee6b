/** The console's entries, newest last, with a bound on how many are kept. */
import type { ConsoleEntry } from "../../run/runner.ts";

export const ENTRIES_KEPT = 1000;
/** Of all entries together: a thousand of the longest would take the page twenty seconds to lay out. */
export const CHARACTERS_KEPT = 200_000;

export type ConsoleLog = {
  readonly entries: readonly ConsoleEntry[];
  /** How many older entries had to go. */
  readonly dropped: number;
};

export const EMPTY_CONSOLE: ConsoleLog = { entries: [], dropped: 0 };

export function appendEntries(log: ConsoleLog, added: readonly ConsoleEntry[]): ConsoleLog {
  const all = [...log.entries, ...added];
  const excess = all.length - fitting(all);
  return { entries: all.slice(excess), dropped: log.dropped + excess };
}

/** How many of the newest entries are kept; the newest is in any case. */
function fitting(entries: readonly ConsoleEntry[]): number {
  let characters = 0;
  let count = 0;
  for (const { text } of entries.slice(-ENTRIES_KEPT).toReversed()) {
    characters += text.length;
    if (count > 0 && characters > CHARACTERS_KEPT) break;
    count += 1;
  }
  return count;
}

/** Null when nothing was dropped. */
export function droppedSentence({ dropped, entries }: ConsoleLog): string | null {
  if (dropped === 0) return null;
  const what = dropped === 1 ? "1 older entry is" : `${dropped.toLocaleString("en")} older entries are`;
  const kept =
    entries.length < ENTRIES_KEPT
      ? `${CHARACTERS_KEPT.toLocaleString("en")} characters`
      : `the last ${ENTRIES_KEPT.toLocaleString("en")}`;
  return `${what} no longer shown: the console keeps ${kept}.`;
}
