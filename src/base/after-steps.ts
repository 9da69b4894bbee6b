import type { Timers } from "./clock.ts";

const STEP_MS = 100;

/**
 * Calls back after `delayMs`, counted in short waits instead of one: a machine that stood still meanwhile has taken no
 * time from anybody. The returned function gives up.
 */
export function afterSteps(timers: Timers, delayMs: number, task: () => void): () => void {
  let left = delayMs / STEP_MS;
  let cancel = timers.after(STEP_MS, step);
  function step(): void {
    left -= 1;
    if (left <= 0) task();
    else cancel = timers.after(STEP_MS, step);
  }
  return () => cancel();
}
