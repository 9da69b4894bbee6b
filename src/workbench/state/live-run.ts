/** Follows a runner and keeps its state in a signal, written at most once a frame. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { RunEvent, Runner } from "../../run/runner.ts";
import { applyEvents, NOT_RUN, type RunState } from "./run-state.ts";
import { EMPTY_CONSOLE } from "./console-log.ts";

/** A page in the background paints no frames; then this is the longest that an event waits. */
const LONGEST_WAIT_MS = 100;

export type LiveRun = {
  readonly state: ReadonlySignal<RunState>;
  clearConsole(): void;
  /** Back to the state before the first run: what was seen is no longer so. */
  forget(): void;
  dispose(): void;
};

export function followRunner(runner: Pick<Runner, "subscribe">): LiveRun {
  const state = signal<RunState>(NOT_RUN);
  let waiting: RunEvent[] = [];
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    const events = waiting;
    waiting = [];
    state.value = applyEvents(state.value, events);
  }

  function schedule(): () => void {
    const frame = requestAnimationFrame(flush);
    const timer = setTimeout(flush, LONGEST_WAIT_MS);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }

  const unsubscribe = runner.subscribe((event) => {
    waiting.push(event);
    cancel ??= schedule();
  });

  return {
    state,
    clearConsole() {
      flush();
      state.value = { ...state.value, console: EMPTY_CONSOLE };
    },
    forget() {
      flush();
      state.value = { ...NOT_RUN, runNumber: state.value.runNumber };
    },
    dispose() {
      cancel?.();
      unsubscribe();
    },
  };
}
