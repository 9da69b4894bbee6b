import { describe, expect, it } from "vitest";
import { isSolutionOffered, leftSentence } from "./offer.ts";

describe("Show solution", () => {
  const offered = (policy: "never" | "after-pass" | "open", hasPassed: boolean, hasAnswers = true) =>
    isSolutionOffered({ policy, hasAnswers, hasPassed });

  it("is there always, after a pass, or never, as the policy says", () => {
    expect([offered("open", false), offered("open", true)]).toEqual([true, true]);
    expect([offered("after-pass", false), offered("after-pass", true)]).toEqual([false, true]);
    expect([offered("never", false), offered("never", true)]).toEqual([false, false]);
  });

  it("is never there in a site built without solutions", () => {
    expect(offered("open", true, false)).toBe(false);
  });
});

describe("what is left to take", () => {
  it("is counted in changes and files", () => {
    expect(leftSentence(new Map([["a.ts", 1]]))).toBe("1 change is left in 1 file.");
    expect(
      leftSentence(
        new Map([
          ["a.ts", 2],
          ["b.ts", 1],
        ]),
      ),
    ).toBe("3 changes are left in 2 files.");
    expect(leftSentence(new Map())).toBe("Your code is the solution: no changes are left.");
  });
});
