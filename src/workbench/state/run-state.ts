/** What the workbench knows of the run under way, or of the last one: a fold over the runner's events. */
import type { Diagnostic } from "../../wire/compiler.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { CheckResult, RunError, Verdict } from "../../wire/verdict.ts";
import type { RunEvent, RunPhase } from "../../run/runner.ts";
import { appendEntries, EMPTY_CONSOLE, type ConsoleLog } from "./console-log.ts";

/** Hops kept per source: the diagram shows far fewer, and a page left open must not fill the memory. */
export const HOPS_KEPT = 5000;

export type RunState = {
  readonly phase: RunPhase;
  /** Null before the first run. */
  readonly runId: string | null;
  /** Runs started so far. */
  readonly runNumber: number;
  readonly hops: readonly Hop[];
  readonly checkHops: readonly Hop[];
  readonly console: ConsoleLog;
  readonly diagnostics: readonly Diagnostic[];
  readonly results: ReadonlyMap<string, CheckResult>;
  readonly verdict: Verdict | null;
  readonly error: RunError | null;
  /** Where the learner's app seems to be; null until it has said so. */
  readonly address: string | null;
};

export const NOT_RUN: RunState = {
  phase: "idle",
  runId: null,
  runNumber: 0,
  hops: [],
  checkHops: [],
  console: EMPTY_CONSOLE,
  diagnostics: [],
  results: new Map(),
  verdict: null,
  error: null,
  address: null,
};

/** Applies a burst of events at once, so that a list is copied once a burst and not once an event. */
export function applyEvents(state: RunState, events: readonly RunEvent[]): RunState {
  let next = state;
  for (const burst of bursts(events)) next = applyBurst(next, burst);
  return next;
}

/** Splits events where the kind changes. */
function bursts(events: readonly RunEvent[]): RunEvent[][] {
  const found: RunEvent[][] = [];
  for (const event of events) {
    const last = found.at(-1);
    if (last?.[0]?.type === event.type) last.push(event);
    else found.push([event]);
  }
  return found;
}

function applyBurst(state: RunState, burst: readonly RunEvent[]): RunState {
  const hops = burst.flatMap((event) => (event.type === "hops" ? event.hops : []));
  if (hops.length > 0) return { ...state, hops: newest(state.hops, hops) };
  const checkHops = burst.flatMap((event) => (event.type === "check-hops" ? event.hops : []));
  if (checkHops.length > 0) return { ...state, checkHops: newest(state.checkHops, checkHops) };
  const entries = burst.flatMap((event) => (event.type === "console" ? [event.entry] : []));
  if (entries.length > 0) return { ...state, console: appendEntries(state.console, entries) };
  return burst.reduce(applyEvent, state);
}

function newest(before: readonly Hop[], added: readonly Hop[]): readonly Hop[] {
  return [...before, ...added].slice(-HOPS_KEPT);
}

function applyEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "started":
      return {
        ...NOT_RUN,
        runId: event.runId,
        runNumber: state.runNumber + 1,
        phase: "compiling",
        address: state.address,
      };
    case "phase":
      return { ...state, phase: event.phase };
    case "diagnostics":
      return { ...state, diagnostics: event.diagnostics };
    case "address":
      return { ...state, address: event.url };
    case "check":
      return { ...state, results: new Map(state.results).set(event.result.id, event.result) };
    case "error":
      return { ...state, error: event.error };
    case "verdict":
      return { ...state, verdict: event.verdict, results: resultsOf(event.verdict) };
    case "hops":
    case "check-hops":
    case "console":
    case "mounted":
      return state;
    default:
      return event satisfies never;
  }
}

function resultsOf({ checks }: Verdict): ReadonlyMap<string, CheckResult> {
  return new Map(checks.map((check) => [check.id, check]));
}
