/** What the workbench shows, as signals, and what a person can do, as functions. One per opened exercise. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { starterFiles, type Exercise } from "../../exercise/exercise.ts";
import { lampsOf, type Lamps } from "../../handoff/lamps.ts";
import { isRunning, type ConsoleEntry, type RunEvent, type Runner, type RunPhase } from "../../run/runner.ts";
import type { Diagnostic, SourceFiles } from "../../wire/compiler.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { CheckResult, RunError, Verdict } from "../../wire/verdict.ts";
import { appendCapped, CONSOLE_LIMIT, HOP_LIMIT } from "./capped-list.ts";
import { frameBuffer } from "./frame-buffer.ts";
import { statusSentence } from "./status-sentence.ts";

export type HopSource = "app" | "checks";
/** What a narrow screen shows: one of these at a time. */
export type View = "lesson" | "code" | "app" | "handoff" | "checks";

export type WorkbenchState = {
  readonly exercise: Exercise;
  readonly files: Signal<SourceFiles>;
  readonly activeFile: Signal<string>;
  readonly phase: ReadonlySignal<RunPhase>;
  readonly isRunning: ReadonlySignal<boolean>;
  readonly diagnostics: ReadonlySignal<readonly Diagnostic[]>;
  readonly hops: Readonly<Record<HopSource, ReadonlySignal<readonly Hop[]>>>;
  readonly lamps: ReadonlySignal<Lamps>;
  readonly console: ReadonlySignal<readonly ConsoleEntry[]>;
  readonly droppedLines: ReadonlySignal<number>;
  readonly results: ReadonlySignal<ReadonlyMap<string, CheckResult>>;
  readonly verdict: ReadonlySignal<Verdict | null>;
  readonly error: ReadonlySignal<RunError | null>;
  readonly address: ReadonlySignal<string>;
  /** A sentence for the status line; screen readers hear it when it changes. */
  readonly status: ReadonlySignal<string>;
  readonly view: Signal<View>;
  readonly outputTab: Signal<"preview" | "console">;
  readonly insightTab: Signal<"handoff" | "checks">;
  readonly hopSource: Signal<HopSource>;
  /** Hops to point out: the evidence of a check. */
  readonly highlighted: Signal<ReadonlySet<string>>;
  run(): void;
  stop(): void;
  clearConsole(): void;
  resetBackend(): Promise<void>;
  showEvidence(result: CheckResult): void;
};

export function createWorkbenchState(exercise: Exercise, runner: Runner): WorkbenchState {
  const files = signal<SourceFiles>(starterFiles(exercise));
  const phase = signal<RunPhase>("idle");
  const diagnostics = signal<readonly Diagnostic[]>([]);
  const appHops = signal<readonly Hop[]>([]);
  const checkHops = signal<readonly Hop[]>([]);
  const consoleEntries = signal<readonly ConsoleEntry[]>([]);
  const droppedLines = signal(0);
  const results = signal<ReadonlyMap<string, CheckResult>>(new Map());
  const verdict = signal<Verdict | null>(null);
  const newAppHops = bufferedHops(appHops);
  const newCheckHops = bufferedHops(checkHops);
  const error = signal<RunError | null>(null);
  const address = signal(`${exercise.backend.appOrigin}/`);
  const view = signal<View>("lesson");
  const outputTab = signal<"preview" | "console">("preview");
  const insightTab = signal<"handoff" | "checks">("handoff");
  const hopSource = signal<HopSource>("app");
  const highlighted = signal<ReadonlySet<string>>(new Set());

  function log(entry: ConsoleEntry): void {
    const { list, dropped } = appendCapped(consoleEntries.value, [entry], CONSOLE_LIMIT);
    consoleEntries.value = list;
    droppedLines.value += dropped;
  }

  function forgetRun(): void {
    newAppHops.clear();
    newCheckHops.clear();
    appHops.value = [];
    checkHops.value = [];
    consoleEntries.value = [];
    droppedLines.value = 0;
    results.value = new Map();
    verdict.value = null;
    error.value = null;
    highlighted.value = new Set();
    address.value = `${exercise.backend.appOrigin}/`;
  }

  function obey(event: RunEvent): void {
    switch (event.type) {
      case "started":
        forgetRun();
        return;
      case "phase":
        phase.value = event.phase;
        return;
      case "diagnostics":
        diagnostics.value = event.diagnostics;
        if (event.diagnostics.length > 0) outputTab.value = "console";
        return;
      case "hops":
        newAppHops.add(event.hops);
        return;
      case "check-hops":
        newCheckHops.add(event.hops);
        return;
      case "console":
        log(event.entry);
        return;
      case "address":
        address.value = event.url;
        return;
      case "check":
        results.value = new Map(results.value).set(event.result.id, event.result);
        return;
      case "error":
        error.value = event.error;
        return;
      case "verdict":
        verdict.value = event.verdict;
        return;
      case "mounted":
        return;
      default:
        event satisfies never;
    }
  }

  runner.subscribe((event) => batch(() => obey(event)));

  return {
    exercise,
    files,
    activeFile: signal(exercise.files[0]?.path ?? ""),
    phase,
    isRunning: computed(() => isRunning(phase.value)),
    diagnostics,
    hops: { app: appHops, checks: checkHops },
    lamps: computed(() => lampsOf(appHops.value)),
    console: consoleEntries,
    droppedLines,
    results,
    verdict,
    error,
    address,
    status: computed(() => statusSentence(phase.value, verdict.value, error.value)),
    view,
    outputTab,
    insightTab,
    hopSource,
    highlighted,
    run: () => void runner.run(files.value),
    stop: () => runner.stop(),
    clearConsole() {
      consoleEntries.value = [];
      droppedLines.value = 0;
    },
    resetBackend: () => runner.resetBackend(),
    showEvidence(result) {
      hopSource.value = "checks";
      highlighted.value = new Set(result.evidence);
      insightTab.value = "handoff";
      view.value = "handoff";
    },
  };
}

function bufferedHops(hops: Signal<readonly Hop[]>) {
  return frameBuffer<Hop>(requestAnimationFrame, (added) => {
    hops.value = appendCapped(hops.value, added, HOP_LIMIT).list;
  });
}
