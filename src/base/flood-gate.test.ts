import { expect, test } from "vitest";
import { ManualClock } from "./clock.ts";
import { floodGate } from "./flood-gate.ts";

test("what is more than may be within a second is told, and a second later there is room again", () => {
  const clock = new ManualClock(0);
  const isTooMuch = floodGate(clock, 3);
  expect([1, 2, 3, 4, 5].map(() => isTooMuch())).toEqual([false, false, false, true, true]);
  clock.advance(1000);
  expect(isTooMuch()).toBe(false);
});
