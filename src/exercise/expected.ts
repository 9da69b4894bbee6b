/** A verdict held against what was expected of it. */
import type { CheckResult, Verdict } from "../wire/verdict.ts";
import type { Expectation } from "./variants.ts";

/** What a check must come to; null where the expectation leaves it open. */
export function expectedStatus(expectation: Expectation, check: string): CheckResult["status"] | null {
  switch (expectation.type) {
    case "fails-some":
    case "error":
      return null;
    case "passes":
      return "passed";
    case "fails":
      return expectation.checks.includes(check) ? "failed" : "passed";
    default:
      return expectation satisfies never;
  }
}

/** What is not as expected, one sentence each; none when everything is. */
export function faultsOf(expectation: Expectation, verdict: Verdict): readonly string[] {
  const { error } = verdict;
  if (expectation.type === "error") {
    if (error?.code === expectation.code) return [];
    return [`The run must end with the error “${expectation.code}”, and ${endOf(verdict)}`];
  }
  if (error !== undefined) return [`The code must compile and start, and ${endOf(verdict)}`];
  const failed = verdict.checks.filter(({ status }) => status === "failed");
  if (expectation.type === "fails-some")
    return failed.length > 0 ? [] : ["At least one check must fail, and none did."];
  const faults = verdict.checks.flatMap(({ id, title, status }) => {
    const expected = expectedStatus(expectation, id);
    return status === expected
      ? []
      : [`“${title}” must ${expected === "failed" ? "fail" : "pass"}, but ${tellStatus(status)}.`];
  });
  const [first] = failed;
  if (expectation.type === "fails" && first !== undefined && !first.hint?.includes(expectation.hint))
    faults.push(`The hint for “${first.title}” must hold “${expectation.hint}”.`);
  return faults;
}

/** In the table's words, in one sentence. */
export function expectationSentence(expectation: Expectation, titleOf: (check: string) => string): string {
  switch (expectation.type) {
    case "fails-some":
      return "Must compile and fail at least one check.";
    case "passes":
      return "Must pass every check.";
    case "fails": {
      const titles = expectation.checks.map((check) => `“${titleOf(check)}”`).join(", ");
      return `Must fail exactly ${titles}, with a hint that holds “${expectation.hint}”.`;
    }
    case "error":
      return `Must end with the error “${expectation.code}”.`;
    default:
      return expectation satisfies never;
  }
}

function endOf({ error, status }: Verdict): string {
  return error === undefined ? `it ${status}.` : `it ended with “${error.code}”: ${error.message}`;
}

function tellStatus(status: CheckResult["status"]): string {
  return status === "not-reached" ? "was not reached" : status;
}
