/** The learner's console: what it is told goes to the workbench, and to the developer tools as before. */
import { formatArguments } from "./format.ts";

const LEVELS = ["debug", "log", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** The longest text that is told; longer ones are cut and end in an ellipsis. */
export const CONSOLE_TEXT_LIMIT = 20_000;

/** Lines a second that reach the workbench; a loop that logs must not drown it. */
const LINES_PER_SECOND = 200;

/** What is told is `console.log`'s business; how much of it, {@link limitLines}'s. */
export function captureConsole(
  target: Record<Level, (...args: unknown[]) => void>,
  report: (level: Level, text: () => string) => void,
): void {
  for (const level of LEVELS) {
    const original = target[level].bind(target);
    target[level] = (...args: unknown[]) => {
      original(...args);
      report(level, () => limited(formatArguments(args)));
    };
  }
}

/**
 * Bounds how many lines a second are told; `onLeftOut` is told how many were not, with the first of a later second.
 * The returned function calls `tell` when there is room for its line.
 */
export function limitLines(now: () => number, onLeftOut: (text: string) => void): (tell: () => void) => void {
  let windowStart = 0;
  let lines = 0;
  return (tell) => {
    if (now() - windowStart > 1000) {
      if (lines > LINES_PER_SECOND) onLeftOut(`${lines - LINES_PER_SECOND} more lines were left out.`);
      windowStart = now();
      lines = 0;
    }
    if (++lines <= LINES_PER_SECOND) tell();
  };
}

export function limited(text: string): string {
  return text.length > CONSOLE_TEXT_LIMIT ? `${text.slice(0, CONSOLE_TEXT_LIMIT)}…` : text;
}
