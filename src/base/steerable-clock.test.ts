import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "./clock.ts";
import { SteerableClock } from "./steerable-clock.ts";

let real: ManualClock;
let clock: SteerableClock;
let rung: string[];
const ring = (name: string) => () => void rung.push(name);
const steer = (virtualMs: number, rate: number): void => clock.steer({ virtualMs, realMs: real.now(), rate });

beforeEach(() => {
  real = new ManualClock(1_000);
  clock = new SteerableClock(real);
  rung = [];
});

describe("a steerable clock", () => {
  it("is the real one until it is steered", () => {
    clock.after(50, ring("a"));
    real.advance(49);
    expect([clock.now(), rung]).toEqual([1_049, []]);
    real.advance(1);
    expect(rung).toEqual(["a"]);
  });

  it("stands still, timers too, and goes on", () => {
    clock.after(50, ring("a"));
    steer(1_000, 0);
    real.advance(10_000);
    expect([clock.now(), rung]).toEqual([1_000, []]);
    steer(1_000, 1);
    real.advance(50);
    expect([clock.now(), rung]).toEqual([1_050, ["a"]]);
  });

  it("goes faster, and what waits comes sooner", () => {
    clock.after(60_000, ring("a"));
    steer(1_000, 20);
    real.advance(2_999);
    expect(rung).toEqual([]);
    real.advance(1);
    expect([clock.now(), rung]).toEqual([61_000, ["a"]]);
  });

  it("jumps, and what was due by then comes at once and in order, what was cancelled never", () => {
    clock.after(30_000, ring("late"));
    clock.after(10_000, ring("early"));
    clock.after(70_000, ring("later"));
    clock.after(5_000, ring("cancelled"))();
    steer(61_000, 1);
    real.advance(0);
    expect([clock.now(), rung]).toEqual([61_000, ["early", "late"]]);
    real.advance(10_000);
    expect(rung).toEqual(["early", "late", "later"]);
  });

  it("jumps while it stands still", () => {
    clock.after(10_000, ring("a"));
    steer(1_000, 0);
    steer(61_000, 0);
    real.advance(1);
    expect([clock.now(), rung]).toEqual([61_000, ["a"]]);
  });
});
