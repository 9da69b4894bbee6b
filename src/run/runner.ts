/** What the workbench knows of runs: one runner per opened exercise. */
import type { Result } from "../base/result.ts";
import type { Pace } from "../base/steerable-clock.ts";
import type { PrecompiledFiles } from "../exercise/exercise.ts";
import type { Diagnostic, SourceFiles } from "../wire/compiler.ts";
import type { DeploymentView, FunctionView } from "../wire/deployment.ts";
import type { InstanceChange, InstanceView } from "../wire/issuer.ts";
import type { Hop } from "../wire/handoff.ts";
import type { CheckResult, RunError, Verdict } from "../wire/verdict.ts";

/** A line of the learner's console, or a word of ours about the run. */
export type ConsoleEntry = {
  readonly level: "debug" | "log" | "info" | "warn" | "error";
  /** Who speaks: the learner's app, a function on the deployment, a half of a script, or the sandbox itself. */
  readonly source: "app" | "function" | "client" | "server" | "sandbox";
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/**
 *   idle ──run──▶ compiling ─▶ deploying ─▶ starting ─▶ checking ─▶ running ──stop──▶ stopped
 *                     └──────────┴─────────────┴── fails ──▶ failed
 * `running`: the verdict is out and the learner's app goes on. `finished`: a script's is out, and nothing goes on. Run may be pressed again in every phase.
 */
export type RunPhase =
  | "idle"
  | "compiling"
  | "deploying"
  | "starting"
  | "checking"
  | "running"
  | "finished"
  | "failed"
  | "stopped";

/** Whether something is under way or on the screen that Stop would end. */
export function isRunning(phase: RunPhase): boolean {
  switch (phase) {
    case "compiling":
    case "deploying":
    case "starting":
    case "checking":
    case "running":
      return true;
    case "idle":
    case "finished":
    case "failed":
    case "stopped":
      return false;
    default:
      return phase satisfies never;
  }
}

/** The phase that a verdict ends in; `judged` is that of a run whose checks have all been judged. */
export function phaseAfter<Judged extends RunPhase>(
  { status }: Verdict,
  judged: Judged,
): Judged | "failed" | "stopped" {
  switch (status) {
    case "passed":
    case "failed":
      return judged;
    case "error":
      return "failed";
    case "stopped":
      return "stopped";
    default:
      return status satisfies never;
  }
}

export type RunEvent =
  | { readonly type: "started"; readonly runId: string }
  | { readonly type: "phase"; readonly phase: RunPhase }
  | { readonly type: "diagnostics"; readonly diagnostics: readonly Diagnostic[] }
  /** The learner's app has committed its first render. */
  | { readonly type: "mounted" }
  /** The address at which the learner's app now seems to be. */
  | { readonly type: "address"; readonly url: string }
  /** Hops of the learner's own app, in the order recorded. */
  | { readonly type: "hops"; readonly hops: readonly Hop[] }
  /** Hops of the checks' own backend: what a check's `evidence` points at. */
  | { readonly type: "check-hops"; readonly hops: readonly Hop[] }
  | { readonly type: "console"; readonly entry: ConsoleEntry }
  | { readonly type: "check"; readonly result: CheckResult }
  | { readonly type: "error"; readonly error: RunError }
  | { readonly type: "verdict"; readonly verdict: Verdict };

/** One call of a function from the Convex pane. */
export type PaneCall = {
  readonly path: string;
  readonly kind: FunctionView["kind"];
  readonly args: unknown;
  /** Id of the person of the Clerk instance who calls; null for an anonymous caller. */
  readonly person: string | null;
};

/** What came of it: the value as plain JSON, or the sentence that a client gets. */
export type PaneAnswer = Result<unknown, string>;

/** The stand-ins behind the learner's app, as their owner sees and changes them. */
export type Backend = {
  inspect(): Promise<{ readonly deployment: DeploymentView; readonly instance: InstanceView }>;
  /** In Clerk's dashboard. Never rejects. */
  change(change: InstanceChange): Promise<Result<null, string>>;
  /**
   * How time goes for the app and its stand-ins; `realMs` is of the page's clock. Rows put back put time back too.
   */
  setPace(pace: Pace): Promise<void>;
  /** Signs a person in, in the running app; whoever is signed in there is signed out first. Never rejects. */
  signIn(person: InstanceView["people"][number]): Promise<Result<null, string>>;
  /** As a client does it: over HTTP, with a token that Clerk made. Never rejects. */
  call(call: PaneCall): Promise<PaneAnswer>;
};

export type Runner = {
  /** Starts a run of `files`, stopping one that is under way. Settles with its verdict; never rejects. */
  run(files: SourceFiles): Promise<Verdict>;
  /** Adds files that need no compiler, such as a solution that was compiled when the site was built. */
  addPrecompiled(precompiled: readonly PrecompiledFiles[]): void;
  /** Ends the run: the app is removed, the rows stay. */
  stop(): void;
  /** Puts the deployment's rows and the people's sessions back to the beginning. */
  resetBackend(): Promise<void>;
  /** How an app looks that brings no styles of its own; null follows the system. */
  setTheme(theme: "light" | "dark" | null): void;
  /** Every event of every run, in order. The returned function unsubscribes. */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** Null for a script, which has none. */
  readonly backend: Backend | null;
  /** The element in which the learner's app is shown; the runner keeps a sandbox frame in it. */
  readonly previewHost: HTMLElement;
  dispose(): void;
};
