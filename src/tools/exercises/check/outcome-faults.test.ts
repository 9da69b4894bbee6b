import { expect, test } from "vitest";
import { SOLUTION, STARTER } from "../../../exercise/variants.ts";
import type { CheckResult } from "../../../wire/verdict.ts";
import { neverFailing, type Outcome } from "./outcome-faults.ts";

function outcome(name: string, statuses: Readonly<Record<string, CheckResult["status"]>>): Outcome {
  const checks = Object.entries(statuses).map(([id, status]) => ({
    id,
    title: id,
    status,
    evidence: [],
    durationMs: 1,
  }));
  return {
    variant: { exercise: "mine", name, files: {}, expectation: { type: "passes" } },
    verdict: { exercise: "mine", runId: "1", durationMs: 1, status: "failed", checks },
  };
}

test("a check that no version fails is told; one that was only not reached has not failed", () => {
  const outcomes = [
    outcome(STARTER, { a: "failed", b: "passed", c: "not-reached" }),
    outcome(SOLUTION, { a: "passed", b: "passed", c: "passed" }),
  ];
  expect(neverFailing(outcomes)).toEqual(
    ["b", "c"].map(
      (id) => `exercises/mine: nothing makes the check "${id}" fail. Add a wrong answer that does.`,
    ),
  );
  expect(neverFailing([...outcomes, outcome("wrong", { a: "passed", b: "failed", c: "failed" })])).toEqual(
    [],
  );
});
