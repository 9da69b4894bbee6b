import { expect, test } from "vitest";
import type { CheckResult } from "../../wire/verdict.ts";
import { resultOf, resultsCsv, resultsJson } from "./results.ts";
import type { Variant } from "../../exercise/variants.ts";

const variant: Variant = {
  exercise: "identity-handoff",
  name: "starter",
  files: {},
  expectation: { type: "fails-some" },
};

function result(check: Partial<CheckResult>, of: Variant = variant) {
  const found: CheckResult = {
    id: "own-rows",
    title: "Ada's rows",
    status: "failed",
    evidence: [],
    durationMs: 12.6,
    ...check,
  };
  return resultOf(of, "abc", {
    exercise: of.exercise,
    runId: "r1",
    durationMs: 99,
    status: "failed",
    checks: [found],
  });
}

const HEAD =
  "exercise,variant,variant_as_expected,verdict,error,check,title,status,expected_status,message,expected,actual,hint,duration_ms\r\n";

test("the CSV has a line for each check, with what was expected of it", () => {
  const solution: Variant = { ...variant, name: "solution", expectation: { type: "passes" } };
  expect(resultsCsv([result({}), result({ hint: "Read the rows." }, solution)])).toBe(
    `${HEAD}identity-handoff,starter,true,failed,,own-rows,Ada's rows,failed,,,,,,13\r\n` +
      "identity-handoff,solution,false,failed,,own-rows,Ada's rows,failed,passed,,,,Read the rows.,13\r\n",
  );
});

test("a run that ended before its checks has a line too, with the error", () => {
  const error = { code: "internal", message: "no room" };
  const verdict = {
    exercise: "identity-handoff",
    runId: "",
    durationMs: 0,
    status: "error",
    checks: [],
    error,
  } as const;
  expect(resultsCsv([resultOf(variant, "abc", verdict)])).toBe(
    `${HEAD}identity-handoff,starter,false,error,internal,,,,,no room,,,,\r\n`,
  );
});

test("cells with commas, quotes and line breaks are quoted by RFC 4180", () => {
  const csv = resultsCsv([result({ message: 'a, "b"\nc', actual: "d\r\ne" })]);
  expect(csv).toContain(',"a, ""b""\nc",,"d\r\ne",');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("a spreadsheet takes %j for text", (message) => {
  const cell = `'${message}`;
  expect(resultsCsv([result({ message })])).toContain(message.includes("\r") ? `,"${cell}",` : `,${cell},`);
});

test("the JSON holds every verdict and says when it was made", () => {
  expect(JSON.parse(resultsJson([result({})], 0))).toEqual({
    schemaVersion: 1,
    at: "1970-01-01T00:00:00.000Z",
    results: [
      {
        exercise: "identity-handoff",
        exerciseVersion: "abc",
        variant: "starter",
        expectation: { type: "fails-some" },
        asExpected: true,
        faults: [],
        verdict: {
          exercise: "identity-handoff",
          runId: "r1",
          durationMs: 99,
          status: "failed",
          checks: [{ id: "own-rows", title: "Ada's rows", status: "failed", evidence: [], durationMs: 12.6 }],
        },
      },
    ],
  });
});
