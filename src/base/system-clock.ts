/** The clock of the realm that runs this. For entry files: everything else is handed one. */
import type { Clock, Timers } from "./clock.ts";

declare const performance: { readonly timeOrigin: number; now(): number };
declare function setTimeout(task: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

export const systemClock: Clock & Timers = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
