/** The learner's console: what it is told goes to the workbench, and to the developer tools as before. */
import { formatArguments } from "./format.ts";

const LEVELS = ["debug", "log", "info", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];

/** The longest text that is told; longer ones are cut and end in an ellipsis. */
export const CONSOLE_TEXT_LIMIT = 20_000;

/** Lines a second that reach the workbench; a loop that logs must not drown it. */
const LINES_PER_SECOND = 200;

export function captureConsole(
  target: Record<Level, (...args: unknown[]) => void>,
  report: (level: Level, text: string) => void,
  now: () => number,
): void {
  let windowStart = 0;
  let lines = 0;
  for (const level of LEVELS) {
    const original = target[level].bind(target);
    target[level] = (...args: unknown[]) => {
      original(...args);
      if (now() - windowStart > 1000) {
        if (lines > LINES_PER_SECOND) report("warn", `${lines - LINES_PER_SECOND} more lines were left out.`);
        windowStart = now();
        lines = 0;
      }
      if (++lines <= LINES_PER_SECOND) report(level, limited(formatArguments(args)));
    };
  }
}

export function limited(text: string): string {
  return text.length > CONSOLE_TEXT_LIMIT ? `${text.slice(0, CONSOLE_TEXT_LIMIT)}…` : text;
}
