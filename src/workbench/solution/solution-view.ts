/** Whether the solution is shown, what is left to take from it, and the steps that take it. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { answerFiles, type Exercise, type ExerciseAnswers } from "../../exercise/exercise.ts";
import type { Runner } from "../../run/runner.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { Options } from "../../wire/options.ts";
import type { CodeEditor } from "../editor/code-editor.ts";
import type { Reached } from "../state/progress.ts";
import type { RunState } from "../state/run-state.ts";
import type * as Comparison from "./comparison.ts";
import type { Layout } from "./marks.ts";
import { isSolutionOffered, type ChangesLeft } from "./offer.ts";

/** `unavailable`: it was asked for and could not be loaded, as on a first visit without network. */
export type SolutionPhase = "hidden" | "loading" | "unavailable" | "shown";

export type SolutionView = {
  readonly isOffered: ReadonlySignal<boolean>;
  readonly phase: ReadonlySignal<SolutionPhase>;
  /** Empty while the solution is not shown. */
  readonly left: ReadonlySignal<ChangesLeft>;
  /** Set by whoever knows how wide the editor is. */
  readonly layout: Signal<Layout>;
  /** False where the learner may look and not edit. */
  readonly canTake: ReadonlySignal<boolean>;
  show(): void;
  hide(): void;
  /** To the next change of the file on screen. */
  goToNext(): void;
  takeFile(path: string): void;
  dispose(): void;
};

type SolutionParts = {
  readonly exercise: Exercise;
  readonly options: ReadonlySignal<Options>;
  /** Null in a site built without solutions. */
  readonly loadAnswers: (() => Promise<ExerciseAnswers>) | null;
  readonly runner: Pick<Runner, "addPrecompiled">;
  readonly run: ReadonlySignal<RunState>;
  /** With what earlier sessions reached. */
  readonly reached: ReadonlySignal<Reached>;
  readonly texts: ReadonlySignal<SourceFiles>;
  readonly editor: ReadonlySignal<CodeEditor | null>;
  replaceFiles(texts: SourceFiles): void;
};

type Loaded = { readonly comparison: typeof Comparison; readonly files: SourceFiles };

export function createSolutionView(parts: SolutionParts): SolutionView {
  const { exercise, options, reached, loadAnswers, runner, run, texts, editor } = parts;
  const canTake = computed(() => !options.value.readonly);
  const hasPassed = signal(false);
  const isOffered = computed(() =>
    isSolutionOffered({
      policy: options.value.solution ?? exercise.solutionPolicy,
      hasAnswers: loadAnswers !== null,
      hasPassed: hasPassed.value || reached.value.all,
    }),
  );
  const wanted = signal<SolutionPhase>("hidden");
  // The page that embeds the exercise may take its offer back.
  const phase = computed(() => (isOffered.value ? wanted.value : "hidden"));
  const loaded = signal<Loaded | null>(null);
  const layout = signal<Layout>("below");

  const left = computed<ChangesLeft>(() => {
    if (phase.value !== "shown" || loaded.value === null) return new Map();
    const { comparison, files } = loaded.value;
    const counts = exercise.files.map(
      ({ path }) => [path, comparison.countHunks(texts.value[path] ?? "", files[path] ?? "")] as const,
    );
    return new Map(counts.filter(([, count]) => count > 0));
  });

  async function load(load: () => Promise<ExerciseAnswers>): Promise<Loaded> {
    const [answers, comparison] = await Promise.all([load(), import("./comparison.ts")]);
    runner.addPrecompiled(answers.precompiled);
    return { comparison, files: answerFiles(exercise, answers.solution) };
  }

  async function show(): Promise<void> {
    if (loadAnswers === null || wanted.value === "loading") return;
    wanted.value = "loading";
    try {
      loaded.value ??= await load(loadAnswers);
    } catch {
      if (wanted.value === "loading") wanted.value = "unavailable";
      return;
    }
    // It may have been hidden while it was on its way.
    if (wanted.value !== "loading") return;
    wanted.value = "shown";
    editor.value?.command(loaded.value.comparison.revealChange);
  }

  const stopWatching = effect(() => {
    if (run.value.verdict?.status === "passed") hasPassed.value = true;
  });

  let wasAccompanied = false;
  const stopAccompanying = effect(() => {
    if (editor.value === null) return;
    if (phase.value === "shown" && loaded.value !== null) {
      const { comparison, files } = loaded.value;
      const shared = { layout: layout.value };
      const mayTake = canTake.value;
      wasAccompanied = true;
      editor.value.accompany(({ path, editable }) =>
        comparison.compareWith({
          path,
          solution: files[path] ?? "",
          canTake: mayTake && editable,
          ...shared,
        }),
      );
    } else if (wasAccompanied) {
      wasAccompanied = false;
      editor.value.accompany(() => []);
    }
  });

  return {
    isOffered,
    phase,
    left,
    layout,
    canTake,
    show: () => void show(),
    hide() {
      wanted.value = "hidden";
    },
    goToNext() {
      if (loaded.value !== null) editor.value?.command(loaded.value.comparison.goToNextChange);
    },
    takeFile(path) {
      const text = loaded.value?.files[path];
      if (text !== undefined) parts.replaceFiles({ [path]: text });
    },
    dispose() {
      stopWatching();
      stopAccompanying();
    },
  };
}
