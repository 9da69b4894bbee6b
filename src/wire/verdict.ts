/** The verdict of a run: public and stable, it reaches host pages as data. */

type CheckStatus = "passed" | "failed" | "not-reached";

export type CheckResult = {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  readonly message?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
  /** Ids of the hops that show it. */
  readonly evidence: readonly string[];
  readonly durationMs: number;
};

/** Why a run could not judge the code: it did not compile or did not start. Lines and columns count from 1. */
export type RunError = {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
};

export type Verdict = {
  readonly exercise: string;
  readonly runId: string;
  readonly durationMs: number;
  readonly status: "passed" | "failed" | "error" | "stopped";
  readonly checks: readonly CheckResult[];
  readonly error?: RunError;
};
