import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { MOST_TIMERS } from "../base/limit-timers.ts";
import type { SteerableClock } from "../base/steerable-clock.ts";
import { installClock } from "./install-clock.ts";

const START = 1_713_158_400_000;

let real: ManualClock;
let clock: SteerableClock;
let rung: unknown[][];
/** The globals of a page, as learner code and packages call them. */
let page: typeof globalThis;
const ring = (...args: unknown[]): void => void rung.push(args);
const steer = (byMs: number, rate = 1): void =>
  clock.steer({ virtualMs: clock.now() + byMs, realMs: real.now(), rate });

beforeEach(() => {
  real = new ManualClock(START);
  rung = [];
  const cancels = new Map<number, () => void>();
  const realm = {
    Date,
    performance: { timeOrigin: START, now: () => real.now() - START } as Performance,
    setTimeout: (task: () => void, delayMs: number) => {
      cancels.set(cancels.size, real.after(delayMs, task));
      return cancels.size - 1;
    },
    clearTimeout: (id: number) => cancels.get(id)?.(),
  };
  clock = installClock(realm as never);
  page = realm as never;
});

describe("a page on the clock", () => {
  test("has its date, in each of the ways to ask for it", () => {
    steer(60_000);
    expect(page.Date.now()).toBe(START + 60_000);
    expect(new page.Date().getTime()).toBe(START + 60_000);
    expect(page.Date()).toBe(new Date(START + 60_000).toString());
    expect(new page.Date(7).getTime()).toBe(7);
    expect(new page.Date()).toBeInstanceOf(Date);
  });

  test("has its timers ring when they are due by it, with what they were given", () => {
    page.setTimeout(ring, 43_000, "token", 1);
    real.advance(42_999);
    expect(rung).toEqual([]);
    steer(1);
    real.advance(0);
    expect(rung).toEqual([["token", 1]]);
  });

  test("repeats what repeats, faster when time is faster, and not while it stands still", () => {
    const id = page.setInterval(ring, 1000);
    real.advance(3000);
    expect(rung).toHaveLength(3);
    steer(0, 20);
    real.advance(1000);
    expect(rung).toHaveLength(23);
    steer(0, 0);
    real.advance(60_000);
    expect(rung).toHaveLength(23);
    page.clearInterval(id);
    steer(60_000, 1);
    real.advance(60_000);
    expect(rung).toHaveLength(23);
  });

  test("forgets a timer that is cleared, and one that has rung makes room for another", () => {
    const soon = page.setTimeout(ring, 10, "soon");
    const never = page.setTimeout(ring, 10, "never");
    for (let count = 2; count < MOST_TIMERS; count++) page.setTimeout(ring, 1_000_000);
    expect(() => page.setTimeout(ring, 10)).toThrow(/More than 10,000 timers/);
    page.clearTimeout(never);
    real.advance(10);
    expect(rung).toEqual([["soon"]]);
    page.clearTimeout(soon);
    for (let count = 0; count < 2; count++) page.setTimeout(ring, 1_000_000);
    expect(() => page.setTimeout(ring, 10)).toThrow(RangeError);
  });
});
