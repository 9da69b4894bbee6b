/** Which hint is open. */
import { effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { ExerciseCheck } from "../../exercise/exercise.ts";
import type { RunState } from "../state/run-state.ts";
import { findTopic, followVerdict, nextHint, openTopic, type ShownHint } from "./hint-topic.ts";

export type HintView = {
  /** Null while none is open. */
  readonly shown: ReadonlySignal<ShownHint | null>;
  /** Opens the hint that fits the last run. */
  open(): void;
  openFor(check: ExerciseCheck): void;
  next(): void;
  close(): void;
  dispose(): void;
};

export function createHintView(checks: readonly ExerciseCheck[], run: ReadonlySignal<RunState>): HintView {
  const shown = signal<ShownHint | null>(null);
  /** Closing does not lose the place. */
  let last: ShownHint | null = null;

  function show(hint: ShownHint): void {
    last = hint;
    shown.value = hint;
  }

  const stopFollowing = effect(() => {
    const state = run.value;
    untracked(() => {
      if (state.verdict === null || shown.value === null) return;
      show(followVerdict(shown.value, checks, state));
    });
  });

  return {
    shown,
    open: () => show(openTopic(findTopic(checks, run.value), last, false)),
    openFor: (check) => show(openTopic({ kind: "check", check, isJudged: true }, last, true)),
    next() {
      if (shown.value !== null) show(nextHint(shown.value));
    },
    close() {
      shown.value = null;
    },
    dispose: stopFollowing,
  };
}
