import { expect, test, vi } from "vitest";
import { ManualClock } from "./clock.ts";
import { floodGate, readSoon } from "./flood-gate.ts";

test("what is more than may be within a second is told, and a second later there is room again", () => {
  const clock = new ManualClock(0);
  const isTooMuch = floodGate(clock, 3);
  expect([1, 2, 3, 4, 5].map(() => isTooMuch())).toEqual([false, false, false, true, true]);
  clock.advance(1000);
  expect(isTooMuch()).toBe(false);
});

test("an event is read once, and not at all where that took too long", () => {
  vi.useFakeTimers();
  try {
    let readings = 0;
    const taking = (ms: number) => ({
      get data() {
        readings += 1;
        vi.setSystemTime(Date.now() + ms);
        return "it";
      },
    });
    expect(readSoon(taking(250))).toEqual({ data: "it" });
    expect(readSoon(taking(251))).toBeNull();
    expect(readings).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});
