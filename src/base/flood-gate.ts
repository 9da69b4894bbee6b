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

/** No realm of ours sends what takes so long to read. */
const LONGEST_READ_MS = 250;

/**
 * What an event carries, read once; null when reading it took so long that nothing more should be read from there. The
 * browser makes the copy at the first reading, so it cannot be known before. What is small was read late because the
 * machine had something else to do, and is taken.
 */
export function readSoon(event: { readonly data: unknown }): { readonly data: unknown } | null {
  const startedAt = Date.now();
  const { data } = event;
  const isLate = Date.now() - startedAt > LONGEST_READ_MS;
  return isLate && isLarge(data) ? null : { data };
}

/** Of values, characters and bytes together; a copy of as much is made in a few milliseconds. */
const SMALL = 100_000;

/** Looks no further than that it is. */
function isLarge(data: unknown): boolean {
  let weight = 0;
  const pending: unknown[] = [data];
  while (pending.length > 0 && weight <= SMALL) {
    const value = pending.pop();
    weight += 1 + ownWeight(value);
    for (const part of partsOf(value)) {
      weight += 1;
      if (weight > SMALL) break;
      pending.push(part);
    }
  }
  return weight > SMALL;
}

function ownWeight(value: unknown): number {
  if (typeof value === "string") return value.length;
  // No message of ours holds one.
  if (typeof value === "bigint") return SMALL;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof RegExp) return value.source.length;
  return 0;
}

/** What a structured clone is made of, one after another. */
function* partsOf(value: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return;
  if (value instanceof Map || value instanceof Set) yield* value;
  else if (value instanceof Error) yield* [value.message, value.stack, value.cause];
  else for (const name in value) yield value[name as keyof typeof value];
}
