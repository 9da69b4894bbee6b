import type { Clock, Timers } from "./clock.ts";

declare const performance: { readonly timeOrigin: number; now(): number };
declare function setTimeout(task: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** The realm's own clock and timers, bound now: learner code may replace them, and the workbench may steer them. */
export function boundClock(): Clock & Timers {
  const { timeOrigin } = performance;
  const now = performance.now.bind(performance);
  const start = setTimeout.bind(undefined);
  const clear = clearTimeout.bind(undefined);
  return {
    now: () => timeOrigin + now(),
    after(delayMs, task) {
      const timer = start(task, delayMs);
      return () => clear(timer);
    },
  };
}
