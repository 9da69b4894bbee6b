import fc from "fast-check";
import { expect, test } from "vitest";
import type { Interval } from "./index-key.ts";
import { IntervalSet } from "./interval-set.ts";

const part = fc.integer({ min: 0, max: 3 });
const bound = fc.option(
  fc.record({ prefix: fc.array(part, { minLength: 1, maxLength: 2 }), inclusive: fc.boolean() }),
);
const interval: fc.Arbitrary<Interval> = fc.record({ lower: bound, upper: bound });

/** The definition, key by key. */
function holds({ lower, upper }: Interval, key: readonly number[]): boolean {
  const order = (prefix: readonly unknown[]): number => {
    for (const [at, wanted] of prefix.entries()) {
      const difference = (key[at] ?? 0) - (wanted as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const isBelow =
    lower !== null && (order(lower.prefix) < 0 || (order(lower.prefix) === 0 && !lower.inclusive));
  const isAbove =
    upper !== null && (order(upper.prefix) > 0 || (order(upper.prefix) === 0 && !upper.inclusive));
  return !isBelow && !isAbove;
}

const KEYS = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].map((b) => [a, b] as const));

test("a set of intervals contains what one of them contains, and joins those that meet", () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 6 }), (intervals) => {
      const set = new IntervalSet();
      for (const one of intervals) set.add(one);
      for (const key of KEYS) {
        expect(set.contains(key)).toBe(intervals.some((one) => holds(one, key)));
      }
      // Added again, nothing is new.
      const { size } = set;
      for (const one of intervals) set.add(one);
      expect(set.size).toBe(size);
    }),
    { numRuns: 300 },
  );
});

test("reading one row after another is one stretch", () => {
  const set = new IntervalSet();
  for (let last = 1; last < 500; last++) {
    const lower = { prefix: [last - 1], inclusive: true };
    set.add({ lower, upper: { prefix: [last], inclusive: true } });
  }
  expect(set.size).toBe(1);
  expect(set.contains([250, 1])).toBe(true);
  expect(set.contains([500, 1])).toBe(false);
});
