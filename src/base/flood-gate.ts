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

/** No realm of ours sends what takes so long to read, and no machine is so busy that something small does. */
const LONGEST_READ_MS = 250;

/**
 * What an event carries, read once; null when reading it took so long that nothing more should be read from there. The
 * browser makes the copy at the first reading, so it cannot be known before.
 */
export function readSoon(event: { readonly data: unknown }): { readonly data: unknown } | null {
  const startedAt = Date.now();
  const { data } = event;
  return Date.now() - startedAt > LONGEST_READ_MS ? null : { data };
}
