/** The sentences with which the workbench says how a run stands. */
import type { CheckResult } from "../../wire/verdict.ts";
import type { RunState } from "./run-state.ts";

/** Spoken and shown beside the Run button. */
export function statusSentence(state: RunState, checkCount: number): string {
  switch (state.phase) {
    case "idle":
      return "Not run yet.";
    case "compiling":
      return "Compiling…";
    case "deploying":
      return "Deploying…";
    case "starting":
      return "Starting your app…";
    case "checking":
      return `Checking… ${state.results.size} of ${checkCount} done`;
    case "running":
    case "finished":
    case "failed":
      return outcomeSentence(state, checkCount);
    case "stopped":
      return "Stopped. Your rows are kept.";
    default:
      return state.phase satisfies never;
  }
}

/** With the run's number: a screen reader repeats a sentence only when it differs from the one before. */
function outcomeSentence(state: RunState, checkCount: number): string {
  return `Run ${state.runNumber}: ${outcome(state, checkCount)}`;
}

function outcome(state: RunState, checkCount: number): string {
  if (state.error !== null)
    return state.error.code === "compile" ? compileSentence(state) : state.error.message;
  if (state.phase === "failed") return "The run failed.";
  return scoreSentence([...state.results.values()], checkCount);
}

function compileSentence({ diagnostics }: RunState): string {
  const count = Math.max(1, diagnostics.length);
  return `Did not compile: ${count} ${count === 1 ? "error" : "errors"}. See Console.`;
}

/** `4 of 5 checks passed`. */
function scoreSentence(results: readonly CheckResult[], checkCount: number): string {
  const passed = results.filter(({ status }) => status === "passed").length;
  return `${passed} of ${checkCount} checks passed`;
}

/** The line above the list of checks. */
export function verdictSentence(state: RunState, checkCount: number): string {
  if (state.phase === "idle") return "Press Run, and each check says what it found.";
  if (state.verdict === null) return statusSentence(state, checkCount);
  const score = scoreSentence(state.verdict.checks, checkCount);
  switch (state.verdict.status) {
    case "passed":
      return `${score}. The handoff holds.`;
    case "failed":
      return `${score}.`;
    case "error":
      return `Not judged: ${state.verdict.error?.message ?? "the code did not start"}`;
    case "stopped":
      return `Stopped. ${score}.`;
    default:
      return state.verdict.status satisfies never;
  }
}
