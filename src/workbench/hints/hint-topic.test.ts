import { describe, expect, it } from "vitest";
import type { ExerciseCheck } from "../../exercise/exercise.ts";
import type { CheckResult, RunError, Verdict } from "../../wire/verdict.ts";
import { findTopic, followVerdict, hasNext, nextHint, openTopic, topicSentence } from "./hint-topic.ts";

const check = (id: string, hints: number): ExerciseCheck => ({
  id,
  title: `Title of ${id}`,
  hints: Array.from({ length: hints }, (_, at) => ({ text: `${id} ${at}`, html: `<p>${id} ${at}</p>` })),
});
const CHECKS = [check("first", 2), check("second", 3), check("third", 1)];

type Status = CheckResult["status"];

/** The state after a run whose checks ended like this; the results come in another order than the exercise's. */
function judged(statuses: readonly Status[], error?: RunError) {
  const results = CHECKS.map(({ id, title }, index): CheckResult => {
    return { id, title, status: statuses[index] ?? "not-reached", evidence: [], durationMs: 1 };
  });
  const status = error === undefined ? "failed" : "error";
  const verdict: Verdict = {
    exercise: "x",
    runId: "r",
    durationMs: 1,
    status,
    checks: results,
    ...(error === undefined ? {} : { error }),
  };
  return { verdict, results: new Map(results.toReversed().map((result) => [result.id, result])) };
}

const NOT_RUN = { verdict: null, results: new Map<string, CheckResult>() };

describe("the hint", () => {
  it("is for the check that failed first in the exercise's order", () => {
    expect(findTopic(CHECKS, judged(["passed", "failed", "failed"]))).toMatchObject({
      check: { id: "second" },
    });
    expect(findTopic(CHECKS, judged(["not-reached", "not-reached", "failed"]))).toMatchObject({
      check: { id: "third" },
    });
  });

  it("is for the first check that did not pass when the run was stopped", () => {
    expect(findTopic(CHECKS, judged(["passed", "not-reached", "not-reached"]))).toMatchObject({
      check: { id: "second" },
    });
  });

  it("is the first check's before the first run, and says that it depends", () => {
    const shown = openTopic(findTopic(CHECKS, NOT_RUN), null, false);
    expect(topicSentence(shown)).toBe(
      "Press Run first: the hint depends on what fails. Hint 1 of 2 for “Title of first”",
    );
  });

  it("leads to the console when the code does not compile, and gives the reason when it does not start", () => {
    const compile = { code: "compile", message: "Unexpected token" };
    const shown = (error: RunError) => openTopic(findTopic(CHECKS, judged([], error)), null, false);
    expect(topicSentence(shown(compile))).toBe("The code does not compile yet: Console shows where.");
    expect(topicSentence(shown({ code: "app-stuck", message: "The app kept its page busy." }))).toBe(
      "No check was judged: The app kept its page busy.",
    );
  });

  it("is none when every check passed", () => {
    expect(findTopic(CHECKS, judged(["passed", "passed", "passed"]))).toEqual({ kind: "passed" });
  });
});

describe("the next hint", () => {
  const first = openTopic(findTopic(CHECKS, judged(["passed", "failed", "failed"])), null, false);

  it("comes one at a time until there are no more", () => {
    const second = nextHint(first);
    const last = nextHint(second);
    expect([first, second, last].map(topicSentence)).toEqual([
      "Hint 1 of 3 for “Title of second”",
      "Hint 2 of 3 for “Title of second”",
      "Hint 3 of 3 for “Title of second”",
    ]);
    expect([first, second, last].map(hasNext)).toEqual([true, true, false]);
    expect(nextHint(last)).toBe(last);
  });

  it("stays where it was after a run in which the same check failed", () => {
    const after = followVerdict(nextHint(first), CHECKS, judged(["passed", "failed", "passed"]));
    expect(after).toMatchObject({ topic: { check: { id: "second" } }, index: 1 });
  });

  it("starts again with the first one of another check that fails now", () => {
    const after = followVerdict(nextHint(first), CHECKS, judged(["failed", "failed", "passed"]));
    expect(after).toMatchObject({ topic: { check: { id: "first" } }, index: 0 });
  });

  it("stays with a check that the learner chose, as long as that fails", () => {
    const chosen = openTopic({ kind: "check", check: check("third", 1), isJudged: true }, first, true);
    const still = followVerdict(chosen, CHECKS, judged(["failed", "passed", "failed"]));
    expect(still).toMatchObject({ topic: { check: { id: "third" } } });
    const done = followVerdict(chosen, CHECKS, judged(["failed", "passed", "passed"]));
    expect(done).toMatchObject({ topic: { check: { id: "first" } }, isChosen: false });
  });
});
