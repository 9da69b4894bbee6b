/** The run in one sentence, for the status line and for screen readers. */
import type { RunPhase } from "../../run/runner.ts";
import type { RunError, Verdict } from "../../wire/verdict.ts";

export function statusSentence(phase: RunPhase, verdict: Verdict | null, error: RunError | null): string {
  switch (phase) {
    case "idle":
      return "Not run yet.";
    case "compiling":
      return "Compiling…";
    case "deploying":
      return "Deploying the functions…";
    case "starting":
      return "Starting the app…";
    case "checking":
      return "Checking…";
    case "running":
      return verdict === null ? "Running." : verdictSentence(verdict);
    case "failed":
      return error === null ? "The run failed." : errorSentence(error);
    case "stopped":
      return "Stopped. Your code and your rows are kept.";
    default:
      return phase satisfies never;
  }
}

export function verdictSentence(verdict: Verdict): string {
  const passed = verdict.checks.filter((check) => check.status === "passed").length;
  const count = `${passed} of ${verdict.checks.length} checks passed.`;
  return verdict.status === "passed" ? `${count} Identity flows end to end.` : count;
}

export function errorSentence(error: RunError): string {
  return `${placeOf(error)}${error.message}`;
}

function placeOf({ file, line, column }: RunError): string {
  if (file === undefined) return "";
  return `${[file, line, column].filter((part) => part !== undefined).join(":")}: `;
}
