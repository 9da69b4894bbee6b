/** Everything the panes share: the run, the files, and what is shown where. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Exercise } from "../../exercise/exercise.ts";
import { starterFiles } from "../../exercise/exercise.ts";
import type { Lamps } from "../../handoff/lamps.ts";
import type { Runner } from "../../run/runner.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { CodeEditor } from "../editor/code-editor.ts";
import { createHandoffView, type HandoffView } from "./handoff-view.ts";
import { shownLamps } from "./lamps.ts";
import { followRunner } from "./live-run.ts";
import type { RunState } from "./run-state.ts";

/** The one view that a narrow screen shows. */
export type NarrowView = "lesson" | "code" | "app" | "handoff" | "checks";

type Place = { readonly file: string; readonly line: number; readonly column: number };

export type WorkbenchModel = {
  readonly exercise: Exercise;
  readonly runner: Runner;
  readonly run: ReadonlySignal<RunState>;
  readonly lamps: ReadonlySignal<Lamps>;
  readonly texts: Signal<SourceFiles>;
  readonly activeFile: Signal<string>;
  /** Null until the editor has been loaded. */
  readonly editor: Signal<CodeEditor | null>;
  readonly canUndoReset: Signal<boolean>;
  readonly narrowView: Signal<NarrowView>;
  readonly appTab: Signal<"preview" | "console">;
  readonly judgeTab: Signal<"handoff" | "checks">;
  readonly handoff: HandoffView;
  start(): void;
  stop(): void;
  reset(): void;
  undoReset(): void;
  restoreRows(): void;
  clearConsole(): void;
  goTo(place: Place): void;
  showHops(title: string, ids: readonly string[]): void;
  dispose(): void;
};

export function createWorkbenchModel(exercise: Exercise, runner: Runner): WorkbenchModel {
  const live = followRunner(runner);
  const texts = signal(starterFiles(exercise));
  const activeFile = signal(exercise.files[0]?.path ?? "");
  const editor = signal<CodeEditor | null>(null);
  const canUndoReset = signal(false);
  const narrowView = signal<NarrowView>("code");
  const appTab = signal<"preview" | "console">("preview");
  const judgeTab = signal<"handoff" | "checks">("handoff");
  const handoff = createHandoffView(live.state);
  /** The console was opened for the learner, so a run that starts again may take them back. */
  let wasBroken = false;

  async function start(): Promise<void> {
    batch(() => {
      handoff.evidence.value = null;
      handoff.selectedRow.value = null;
      handoff.source.value = "app";
    });
    const { error } = await runner.run(texts.value);
    // What kept the code from running is told in the console, so that is where it leads.
    if (error?.code === "compile") appTab.value = "console";
    if (error === undefined && appTab.value === "console" && wasBroken) appTab.value = "preview";
    wasBroken = error?.code === "compile";
  }

  async function restoreRows(): Promise<void> {
    await runner.resetBackend();
    live.forget();
    handoff.evidence.value = null;
  }

  return {
    exercise,
    runner,
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
    start: () => void start(),
    stop: () => runner.stop(),
    reset() {
      editor.value?.reset(starterFiles(exercise));
      canUndoReset.value = editor.value !== null;
    },
    undoReset() {
      editor.value?.undoReset();
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
      live.dispose();
      runner.dispose();
    },
  };
}
