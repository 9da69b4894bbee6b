import type { Timers } from "./clock.ts";

/** Counts what comes. True for the one that makes more than `most` within a second: nobody means to send that many. */
export function floodGate(timers: Timers, most: number): () => boolean {
  let count = 0;
  return () => {
    if (count === 0) timers.after(1000, () => (count = 0));
    count += 1;
    return count > most;
  };
}
