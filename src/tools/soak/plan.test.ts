import { describe, expect, test } from "vitest";
import { ACTION_KINDS, chooseAction, type Phase } from "./plan.ts";
import { Random } from "./random.ts";

function plan(seed: number, phase: Phase, turns: number): string[] {
  return Array.from({ length: turns }, (_, turn) => chooseAction(new Random(seed, turn + 1), phase));
}

describe("chance", () => {
  test("is the same for the same seed, and another for the next", () => {
    expect(plan(7, "free", 100)).toEqual(plan(7, "free", 100));
    expect(plan(7, "free", 100)).not.toEqual(plan(8, "free", 100));
  });

  test("of one turn says nothing of the next", () => {
    const first = Array.from({ length: 2000 }, (_, turn) => new Random(1, turn).below(10));
    for (let digit = 0; digit < 10; digit++) {
      const share = first.filter((one) => one === digit).length / first.length;
      expect(share).toBeGreaterThan(0.07);
      expect(share).toBeLessThan(0.13);
    }
  });

  test("stays within what is asked for", () => {
    const random = new Random(3);
    for (let round = 0; round < 1000; round++) expect([0, 1, 2]).toContain(random.below(3));
  });

  test("never chooses what has no weight", () => {
    const random = new Random(3);
    const chosen = Array.from({ length: 500 }, () => random.weighted({ never: 0, seldom: 1, often: 9 }));
    expect(chosen).not.toContain("never");
    expect(chosen.filter((one) => one === "often").length).toBeGreaterThan(400);
  });
});

describe("a plan", () => {
  test("comes to every kind of action", () => {
    expect(new Set(plan(1, "free", 3000))).toEqual(new Set(ACTION_KINDS));
  });

  test("leaves the page alone while it has to last", () => {
    const kinds = new Set(plan(1, "lasting", 3000));
    for (const kind of ["reload", "crash the page", "kill a trusted worker and reload"])
      expect(kinds).not.toContain(kind);
    expect(kinds.size).toBe(ACTION_KINDS.length - 3);
  });
});
