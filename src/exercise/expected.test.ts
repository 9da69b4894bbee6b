import { describe, expect, test } from "vitest";
import type { CheckResult, Verdict } from "../wire/verdict.ts";
import { faultsOf } from "./expected.ts";
import type { Expectation } from "./variants.ts";

type Statuses = Readonly<Record<string, CheckResult["status"]>>;

function verdict(statuses: Statuses, error?: Verdict["error"]): Verdict {
  const checks = Object.entries(statuses).map(([id, status]): CheckResult => ({
    id,
    title: `Title of ${id}`,
    status,
    ...(status === "failed" ? { hint: `Look at ${id} and the subject.` } : {}),
    evidence: [],
    durationMs: 1,
  }));
  const passed = checks.every(({ status }) => status === "passed");
  const status = error === undefined ? (passed ? "passed" : "failed") : "error";
  return {
    exercise: "e",
    runId: "r",
    durationMs: 3,
    status,
    checks,
    ...(error === undefined ? {} : { error }),
  };
}

const COMPILE = { code: "compile", message: "Expected ;" };
const wrong = (checks: readonly string[], hint = "subject"): Expectation => ({ type: "fails", checks, hint });

describe("what is as expected", () => {
  test.each<[string, Expectation, Verdict]>([
    ["a starter that fails one check", { type: "fails-some" }, verdict({ a: "passed", b: "failed" })],
    ["a solution that passes all", { type: "passes" }, verdict({ a: "passed", b: "passed" })],
    ["a wrong answer that fails its checks", wrong(["b"]), verdict({ a: "passed", b: "failed" })],
    [
      "a wrong answer that ends with its error",
      { type: "error", code: "compile" },
      verdict({ a: "not-reached" }, COMPILE),
    ],
  ])("%s", (_, expectation, found) => {
    expect(faultsOf(expectation, found)).toEqual([]);
  });
});

describe("what is not, in sentences", () => {
  test.each<[string, Expectation, Verdict, string[]]>([
    [
      "a starter that passes all",
      { type: "fails-some" },
      verdict({ a: "passed" }),
      ["At least one check must fail, and none did."],
    ],
    [
      "a starter that does not compile",
      { type: "fails-some" },
      verdict({ a: "not-reached" }, COMPILE),
      ["The code must compile and start, and it ended with “compile”: Expected ;"],
    ],
    [
      "a solution with a check that fails and one that is not reached",
      { type: "passes" },
      verdict({ a: "failed", b: "not-reached" }),
      ["“Title of a” must pass, but failed.", "“Title of b” must pass, but was not reached."],
    ],
    [
      "a wrong answer that fails one more",
      wrong(["a"]),
      verdict({ a: "failed", b: "failed" }),
      ["“Title of b” must pass, but failed."],
    ],
    [
      "a wrong answer that nothing catches",
      wrong(["a"]),
      verdict({ a: "passed" }),
      ["“Title of a” must fail, but passed."],
    ],
    [
      "a hint about something else",
      wrong(["a"], "index"),
      verdict({ a: "failed" }),
      ["The hint for “Title of a” must hold “index”."],
    ],
    [
      "a wrong answer that was to end with another error",
      { type: "error", code: "app-stuck" },
      verdict({ a: "not-reached" }, COMPILE),
      ["The run must end with the error “app-stuck”, and it ended with “compile”: Expected ;"],
    ],
    [
      "a wrong answer that was to end with an error and did not",
      { type: "error", code: "app-stuck" },
      verdict({ a: "passed" }),
      ["The run must end with the error “app-stuck”, and it passed."],
    ],
  ])("%s", (_, expectation, found, faults) => {
    expect(faultsOf(expectation, found)).toEqual(faults);
  });
});
