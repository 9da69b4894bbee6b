/** Everything the panes share: the run, the files, and what is shown where. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { CatalogueEntry } from "../../exercise/catalogue.ts";
import { starterFiles, type Exercise } from "../../exercise/exercise.ts";
import type { Lamps } from "../../handoff/lamps.ts";
import type { Runner } from "../../run/runner.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { Options, View } from "../../wire/options.ts";
import type { Verdict } from "../../wire/verdict.ts";
import { createClerkView, type ClerkView } from "../clerk/clerk-view.ts";
import { createClockView, type ClockView } from "../clock/clock-view.ts";
import { createConvexView, type ConvexView } from "../convex/convex-view.ts";
import type { DraftsView } from "../drafts/drafts-view.ts";
import type { CodeEditor } from "../editor/code-editor.ts";
import { createHintView, type HintView } from "../hints/hint-view.ts";
import { createShareView, type ShareView } from "../share/share-view.ts";
import { createSolutionView, type SolutionView } from "../solution/solution-view.ts";
import { createBackendLook } from "./backend-look.ts";
import { createHandoffView, type HandoffView } from "./handoff-view.ts";
import { shownLamps } from "./lamps.ts";
import { followRunner } from "./live-run.ts";
import { NOTHING_REACHED, type Reached } from "./progress.ts";
import type { RunState } from "./run-state.ts";

/** The one view that a narrow screen shows. */
export type NarrowView = "lesson" | "code" | "app" | "handoff" | "checks";

/** What stands beside the code: the app, what was logged, and the stand-ins behind it. */
type AppTab = "preview" | "console" | "clerk" | "convex";

type Place = { readonly file: string; readonly line: number; readonly column: number };

/** What is opened, and how. */
export type WorkbenchParts = {
  readonly exercise: Exercise;
  readonly runner: Runner;
  readonly options: Options;
  readonly loadAnswers: CatalogueEntry["loadAnswers"];
  /** Said above the workbench, such as that the code on it is not the learner's. */
  readonly notice?: string;
  readonly drafts: DraftsView;
};

export type WorkbenchModel = WorkbenchParts & {
  /** Followed live: whoever reads them while it renders, or in an effect, is told when a host changes them. */
  readonly options: Options;
  setOptions(options: Options): void;
  readonly reached: Signal<Reached>;
  readonly run: ReadonlySignal<RunState>;
  readonly lamps: ReadonlySignal<Lamps>;
  readonly texts: Signal<SourceFiles>;
  readonly activeFile: Signal<string>;
  /** Null until the editor has been loaded. */
  readonly editor: Signal<CodeEditor | null>;
  readonly canUndoReset: Signal<boolean>;
  readonly narrowView: Signal<NarrowView>;
  readonly appTab: Signal<AppTab>;
  readonly judgeTab: Signal<"handoff" | "checks">;
  readonly handoff: HandoffView;
  readonly solution: SolutionView;
  readonly hints: HintView;
  readonly share: ShareView;
  /** Null for an exercise without a backend. */
  readonly dashboards: {
    readonly convex: ConvexView;
    readonly clerk: ClerkView;
    readonly clock: ClockView;
  } | null;
  /** Puts texts in place of the learner's, as one step that undo takes back, whether or not the editor is there yet. */
  replaceFiles(texts: SourceFiles): void;
  /** Whether the code is the exercise's own, untouched. */
  isStarter(): boolean;
  start(): void;
  /** As `start`; settles with the verdict. */
  startRun(): Promise<Verdict>;
  stop(): void;
  reset(): void;
  undoReset(): void;
  restoreRows(): void;
  clearConsole(): void;
  goTo(place: Place): void;
  showHops(title: string, ids: readonly string[]): void;
  dispose(): void;
};

const NARROW_VIEWS: Readonly<Record<View, NarrowView>> = {
  split: "code",
  editor: "code",
  preview: "app",
  handoff: "handoff",
  checks: "checks",
};

export function createWorkbenchModel(parts: WorkbenchParts): WorkbenchModel {
  const { exercise, runner } = parts;
  const live = followRunner(runner);
  const texts = signal(starterFiles(exercise));
  const activeFile = signal(exercise.files[0]?.path ?? "");
  const editor = signal<CodeEditor | null>(null);
  const canUndoReset = signal(false);
  let undoLastReset = (): void => undefined;
  const options = signal(parts.options);
  const narrowView = signal<NarrowView>("code");
  // A script has no page: its output is in the console.
  const firstTab = exercise.kind === "app" ? "preview" : "console";
  const appTab = signal<AppTab>(firstTab);
  const judgeTab = signal<"handoff" | "checks">("handoff");
  const handoff = createHandoffView(live.state);
  /** The console was opened for the learner, so a run that starts again may take them back. */
  let wasBroken = false;

  async function startRun(): Promise<Verdict> {
    batch(() => {
      handoff.evidence.value = null;
      handoff.selectedRow.value = null;
      handoff.source.value = "app";
    });
    share.adopt();
    const verdict = await runner.run(texts.value);
    const { error } = verdict;
    // What kept the code from running is told in the console, so that is where it leads.
    if (error?.code === "compile") appTab.value = "console";
    if (error === undefined && appTab.value === "console" && wasBroken) appTab.value = firstTab;
    wasBroken = error?.code === "compile";
    return verdict;
  }

  function show(view: View): void {
    narrowView.value = NARROW_VIEWS[view];
    if (view === "handoff" || view === "checks") judgeTab.value = view;
  }

  show(parts.options.view);

  async function restoreRows(): Promise<void> {
    await runner.resetBackend();
    live.forget();
    dashboards?.clock.forget();
    handoff.evidence.value = null;
  }

  function replaceFiles(wanted: SourceFiles): void {
    if (editor.value === null) texts.value = { ...texts.value, ...wanted };
    else editor.value.replace(wanted);
    canUndoReset.value = false;
  }

  const reached = signal(NOTHING_REACHED);
  const run = live.state;
  const solution = createSolutionView({ ...parts, options, run, reached, texts, editor, replaceFiles });
  const share = createShareView({
    exercise,
    texts,
    replaceFiles,
    address: exerciseAddress(location, exercise.id),
    copyText: (text) => navigator.clipboard.writeText(text),
    forgetHash: () => history.replaceState(null, "", location.pathname + location.search),
  });
  const hints = createHintView(exercise.checks, live.state);
  const { backend } = runner;
  const look =
    backend && createBackendLook(backend, run, () => appTab.value === "convex" || appTab.value === "clerk");
  const dashboards =
    backend && look
      ? {
          convex: createConvexView(backend, look),
          clerk: createClerkView(backend, look),
          clock: createClockView(backend, run, () => performance.timeOrigin + performance.now()),
        }
      : null;

  return {
    ...parts,
    get options() {
      return options.value;
    },
    setOptions(next) {
      batch(() => {
        if (next.view !== options.peek().view) show(next.view);
        options.value = next;
      });
    },
    reached,
    run: live.state,
    lamps: computed(() => shownLamps(live.state.value)),
    texts,
    activeFile,
    editor,
    canUndoReset,
    narrowView,
    appTab,
    judgeTab,
    handoff,
    solution,
    hints,
    share,
    dashboards,
    replaceFiles,
    isStarter: () => exercise.files.every(({ path, starter }) => texts.peek()[path] === starter),
    start: () => void startRun(),
    startRun,
    stop: () => runner.stop(),
    reset() {
      const before = texts.value;
      const resetIn = editor.value;
      replaceFiles(starterFiles(exercise));
      // Where the editor was not there yet, its history knows nothing of it.
      undoLastReset = () => (resetIn === null ? replaceFiles(before) : resetIn.undoReplace());
      canUndoReset.value = true;
    },
    undoReset() {
      undoLastReset();
      canUndoReset.value = false;
    },
    restoreRows: () => void restoreRows(),
    clearConsole: () => live.clearConsole(),
    goTo({ file, line, column }) {
      batch(() => {
        narrowView.value = "code";
        activeFile.value = file;
      });
      editor.value?.reveal(file, line, column);
    },
    showHops(title, ids) {
      batch(() => {
        handoff.source.value = "checks";
        handoff.evidence.value = { title, ids: new Set(ids) };
        handoff.selectedRow.value = null;
        judgeTab.value = "handoff";
        narrowView.value = "handoff";
      });
    },
    dispose() {
      solution.dispose();
      hints.dispose();
      look?.dispose();
      live.dispose();
      runner.dispose();
    },
  };
}

/** The address that a link to the exercise has: the site's own, also when it stands in a frame. */
function exerciseAddress({ origin, pathname }: Location, id: string): string {
  return `${origin}${pathname}?exercise=${encodeURIComponent(id)}`;
}
