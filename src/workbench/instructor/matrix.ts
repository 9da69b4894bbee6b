/** The matrix as it stands: what is queued, what runs, what came out. */
import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Exercise, ExerciseAnswers } from "../../exercise/exercise.ts";
import type { CheckResult, Verdict } from "../../wire/verdict.ts";
import { runQueue, type OpenedRunner } from "./queue.ts";
import { resultOf, type VariantResult } from "./results.ts";
import { variantKey, variantsOf, type Variant } from "../../exercise/variants.ts";

/**
 *   idle ──start──▶ waiting ─▶ running ─▶ done
 *     ▲                └──stop──┴─▶ stopped (while it ran) or as it was (while it waited)
 * Each may be started again.
 */
export type VariantState =
  | { readonly type: "idle" | "stopped" }
  /** `before` comes back when the queue is stopped. */
  | { readonly type: "waiting"; readonly before: VariantState }
  | { readonly type: "running"; readonly checks: ReadonlyMap<string, CheckResult> }
  | { readonly type: "done"; readonly result: VariantResult };

/** Of what was started together: `ended` of `total`. */
export type Progress = { readonly ended: number; readonly total: number; readonly current: Variant | null };

export type ExerciseRows = {
  readonly exercise: Exercise;
  /** Null in a site built without solutions. */
  readonly answers: ExerciseAnswers | null;
  readonly variants: readonly Variant[];
};

export type Matrix = {
  readonly rows: readonly ExerciseRows[];
  readonly stateOf: (variant: Variant) => VariantState;
  readonly isRunning: ReadonlySignal<boolean>;
  /** Null until something has been started. */
  readonly progress: ReadonlySignal<Progress | null>;
  /** In the order of the table. */
  readonly results: ReadonlySignal<readonly VariantResult[]>;
  /** Adds the variants to the queue, those apart that are in it or under way. */
  start(variants: readonly Variant[]): void;
  stop(): void;
};

export type MatrixParts = {
  readonly exercises: readonly Pick<ExerciseRows, "exercise" | "answers">[];
  readonly openRunner: (exercise: Exercise, answers: ExerciseAnswers | null) => OpenedRunner;
};

const IDLE: VariantState = { type: "idle" };
const NOTHING: Progress = { ended: 0, total: 0, current: null };

export function createMatrix({ exercises, openRunner }: MatrixParts): Matrix {
  const rows = exercises.map((row) => ({ ...row, variants: variantsOf(row.exercise, row.answers) }));
  const all = rows.flatMap(({ variants }) => variants);
  const states = signal<ReadonlyMap<string, VariantState>>(new Map());
  const progress = signal<Progress | null>(null);
  const isRunning = signal(false);
  let queue: Variant[] = [];
  let running = new AbortController();

  const stateOf = (variant: Variant): VariantState => states.value.get(variantKey(variant)) ?? IDLE;

  function put(variant: Variant, state: VariantState): void {
    states.value = new Map(states.peek()).set(variantKey(variant), state);
  }

  function rowOf(exercise: string): ExerciseRows {
    const row = rows.find((candidate) => candidate.exercise.id === exercise);
    if (row === undefined) throw new Error(`no exercise ${exercise} in the matrix`);
    return row;
  }

  function end(variant: Variant, verdict: Verdict): void {
    batch(() => {
      const { ended, total } = progress.peek() ?? NOTHING;
      if (verdict.status === "stopped") {
        put(variant, { type: "stopped" });
        progress.value = { ended, total, current: null };
        return;
      }
      const { version } = rowOf(variant.exercise).exercise;
      put(variant, { type: "done", result: resultOf(variant, version, verdict) });
      progress.value = { ended: ended + 1, total, current: null };
    });
  }

  async function runAll(): Promise<void> {
    isRunning.value = true;
    // What is started while the last run is being stopped waits for its end.
    while (queue.length > 0) {
      running = new AbortController();
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await runQueue(running.signal, {
        next: () => queue.shift(),
        openRunner(id) {
          const { exercise, answers } = rowOf(id);
          return openRunner(exercise, answers);
        },
        onStart(variant) {
          batch(() => {
            put(variant, { type: "running", checks: new Map() });
            const { ended, total } = progress.peek() ?? NOTHING;
            progress.value = { ended, total, current: variant };
          });
        },
        onCheck(variant, result) {
          const state = states.peek().get(variantKey(variant));
          if (state?.type !== "running") return;
          put(variant, { type: "running", checks: new Map(state.checks).set(result.id, result) });
        },
        onEnd: end,
      });
    }
    isRunning.value = false;
  }

  return {
    rows,
    stateOf,
    isRunning,
    progress,
    results: computed(() =>
      all.flatMap((variant) => {
        const state = stateOf(variant);
        return state.type === "done" ? [state.result] : [];
      }),
    ),
    start(variants) {
      const added = [...new Set(variants)].filter((variant) => {
        const { type } = states.peek().get(variantKey(variant)) ?? IDLE;
        return type !== "waiting" && type !== "running";
      });
      if (added.length === 0) return;
      batch(() => {
        for (const variant of added) put(variant, { type: "waiting", before: stateOf(variant) });
        const goesOn = isRunning.peek() && !running.signal.aborted;
        const before = (goesOn ? progress.peek() : null) ?? NOTHING;
        progress.value = { ...before, total: before.total + added.length };
      });
      queue.push(...added);
      if (!isRunning.peek()) void runAll();
    },
    stop() {
      batch(() => {
        for (const variant of queue) {
          const state = states.peek().get(variantKey(variant));
          if (state?.type === "waiting") put(variant, state.before);
        }
      });
      queue = [];
      running.abort();
    },
  };
}
