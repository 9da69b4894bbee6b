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

export type Place = { readonly file: string; readonly line: number; readonly column: number };

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
    start() {
      batch(() => {
        handoff.evidence.value = null;
        handoff.selectedRow.value = null;
        handoff.source.value = "app";
      });
      void runner.run(texts.value).then((verdict) => {
        // An error is told in the console, so that is where it leads.
        if (verdict.error?.code === "compile") appTab.value = "console";
        else if (verdict.error === undefined) appTab.value = "preview";
      });
    },
    stop: () => runner.stop(),
    reset() {
      editor.value?.reset(starterFiles(exercise));
      canUndoReset.value = editor.value !== null;
    },
    undoReset() {
      editor.value?.undoReset();
      canUndoReset.value = false;
    },
    restoreRows: () => void runner.resetBackend().then(() => runner.stop()),
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
      editor.value?.destroy();
      runner.dispose();
    },
  };
}
