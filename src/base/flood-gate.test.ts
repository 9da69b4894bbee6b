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

test("an event is read once, and no more is taken where something large took too long", () => {
  vi.useFakeTimers();
  try {
    let readings = 0;
    const taking = (ms: number, data: unknown) => ({
      get data() {
        readings += 1;
        vi.setSystemTime(Date.now() + ms);
        return data;
      },
    });
    const ring: unknown[] = [];
    for (let at = 0; at < 100; at++) ring.push(ring);
    const large = [
      "x".repeat(100_000),
      Array.from({ length: 60_000 }, () => 0),
      { a: [new Uint8Array(1e5)] },
      ring,
    ];
    for (const data of large) {
      expect(readSoon(taking(250, data))).toEqual({ data });
      expect(readSoon(taking(251, data))).toBeNull();
    }
    expect(readings).toBe(2 * large.length);
    // The machine was busy with something else.
    const small = { type: "request", headers: [["a", "b"]], body: null };
    expect(readSoon(taking(5000, small))).toEqual({ data: small });
  } finally {
    vi.useRealTimers();
  }
});
