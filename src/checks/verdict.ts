/** Checks × what the referee reported → verdict. */
import type { Hop } from "../wire/handoff.ts";
import type { RefereeReport } from "../wire/referee.ts";
import type { CheckResult, RunError, Verdict } from "../wire/verdict.ts";

/** A check as the exercise names it. */
type NamedCheck = {
  readonly id: string;
  readonly title: string;
  readonly hints: readonly { readonly text: string }[];
};
type CheckReport = Extract<RefereeReport, { type: "check" }>;

/** The most hops that one check points at: enough to see what happened, few enough to read. */
const EVIDENCE_LIMIT = 40;
/** The referee and the stand-ins are in different processes, whose clocks differ by a little. */
const CLOCK_SLACK_MS = 5;

/** What the exercise says of a check joined with what the referee found. */
export function checkResult(check: NamedCheck, report: CheckReport, hops: readonly Hop[]): CheckResult {
  const [hint] = check.hints;
  const endedAt = report.startedAt + report.durationMs + CLOCK_SLACK_MS;
  return {
    id: check.id,
    title: check.title,
    status: report.status,
    ...(report.message === undefined ? {} : { message: report.message }),
    ...(report.expected === undefined ? {} : { expected: report.expected }),
    ...(report.actual === undefined ? {} : { actual: report.actual }),
    ...(report.status === "passed" || hint === undefined ? {} : { hint: hint.text }),
    evidence: hops
      .filter((hop) => hop.at >= report.startedAt && hop.at <= endedAt)
      .slice(0, EVIDENCE_LIMIT)
      .map((hop) => hop.id),
    durationMs: report.durationMs,
  };
}

function notReached(check: NamedCheck): CheckResult {
  return { id: check.id, title: check.title, status: "not-reached", evidence: [], durationMs: 0 };
}

export type RunOutcome = {
  readonly exercise: string;
  readonly runId: string;
  readonly durationMs: number;
  readonly checks: readonly NamedCheck[];
  readonly results: ReadonlyMap<string, CheckResult>;
  /** Present when the code could not be judged. */
  readonly error?: RunError;
  readonly stopped: boolean;
};

/** Passed only when every check of the exercise was reached and passed. */
export function verdictOf(outcome: RunOutcome): Verdict {
  const checks = outcome.checks.map((check) => outcome.results.get(check.id) ?? notReached(check));
  return {
    exercise: outcome.exercise,
    runId: outcome.runId,
    durationMs: Math.round(outcome.durationMs),
    status: statusOf(outcome, checks),
    checks,
    ...(outcome.error === undefined ? {} : { error: outcome.error }),
  };
}

function statusOf(outcome: RunOutcome, checks: readonly CheckResult[]): Verdict["status"] {
  if (outcome.stopped) return "stopped";
  if (outcome.error !== undefined) return "error";
  return checks.every((check) => check.status === "passed") ? "passed" : "failed";
}
