/** What the instructor's page says about the matrix. */
import type { CheckResult } from "../../wire/verdict.ts";
import { expectedStatus } from "../../exercise/expected.ts";
import type { Progress, VariantState } from "./matrix.ts";
import type { VariantResult } from "./results.ts";
import type { Expectation } from "../../exercise/variants.ts";

type ProgressParts = {
  readonly progress: Progress | null;
  readonly isRunning: boolean;
  readonly results: readonly VariantResult[];
  /** How a variant is called. */
  readonly nameOf: (variant: NonNullable<Progress["current"]>) => string;
};

export function progressSentence({ progress, isRunning, results, nameOf }: ProgressParts): string {
  if (progress === null) return "Nothing has been run yet.";
  const { ended, total, current } = progress;
  if (isRunning) {
    return current === null
      ? `${ended} of ${total} done.`
      : `Running ${ended + 1} of ${total}: ${nameOf(current)}`;
  }
  const score = scoreSentence(results);
  return ended < total
    ? `Stopped after ${ended} of ${total}. ${score}`
    : `${ended} of ${total} done. ${score}`;
}

function scoreSentence(results: readonly VariantResult[]): string {
  const good = results.filter(({ asExpected }) => asExpected).length;
  return `As expected: ${good}; not as expected: ${results.length - good}.`;
}

/** How one check of one variant stands: an icon and the words beside it. */
export type Standing = {
  readonly icon: string;
  readonly word: string;
  /** Null while nothing is known, or nothing was expected of this check. */
  readonly asExpected: boolean | null;
};

export function standingOf(state: VariantState, expectation: Expectation, check: string): Standing {
  switch (state.type) {
    case "idle":
      return { icon: "○", word: "not run yet", asExpected: null };
    case "waiting":
      return { icon: "○", word: "waiting", asExpected: null };
    case "stopped":
      return { icon: "–", word: "stopped", asExpected: null };
    case "running": {
      const result = state.checks.get(check);
      return result === undefined
        ? { icon: "…", word: "running", asExpected: null }
        : resultStanding(result.status, expectation, check);
    }
    case "done": {
      const result = state.result.verdict.checks.find(({ id }) => id === check);
      return resultStanding(result?.status ?? "not-reached", expectation, check);
    }
    default:
      return state satisfies never;
  }
}

function resultStanding(status: CheckResult["status"], expectation: Expectation, check: string): Standing {
  const expected = expectedStatus(expectation, check);
  return { ...LOOKS[status], asExpected: expected === null ? null : expected === status };
}

const LOOKS: Readonly<Record<CheckResult["status"], { icon: string; word: string }>> = {
  passed: { icon: "✓", word: "passed" },
  failed: { icon: "✕", word: "failed" },
  "not-reached": { icon: "–", word: "not reached" },
};

/** How a whole variant stands. */
export function outcomeWord(state: VariantState): string {
  switch (state.type) {
    case "idle":
      return "not run yet";
    case "waiting":
    case "running":
    case "stopped":
      return state.type;
    case "done":
      return state.result.asExpected ? "as expected" : "not as expected";
    default:
      return state satisfies never;
  }
}
