/**
 * Follows a runner and keeps its state in a signal, written at most once a frame, and less often where drawing it takes
 * long: an app that sends a thousand requests a second must not take the page from who types.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { RunEvent, Runner } from "../../run/runner.ts";
import { applyEvents, NOT_RUN, type RunState } from "./run-state.ts";
import { EMPTY_CONSOLE } from "./console-log.ts";

/** A page in the background paints no frames; then this is the longest that an event waits. */
const LONGEST_WAIT_MS = 100;

/** After a state that took long to draw, the next one waits so many times as long. */
const REST = 2;
/** What is drawn within this holds up nobody. */
const NOTICED_MS = 50;
const LONGEST_REST_MS = 1000;

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
  let restUntil = 0;

  function flush(): void {
    cancel?.();
    cancel = null;
    const events = waiting;
    waiting = [];
    const startedAt = performance.now();
    state.value = applyEvents(state.value, events);
    // A task of its own comes when it has been drawn.
    setTimeout(() => {
      const now = performance.now();
      const tookMs = now - startedAt;
      if (tookMs > NOTICED_MS) restUntil = now + Math.min(LONGEST_REST_MS, tookMs * REST);
    }, 0);
  }

  function schedule(): () => void {
    const restMs = restUntil - performance.now();
    if (restMs > 0) {
      const timer = setTimeout(flush, restMs);
      return () => clearTimeout(timer);
    }
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
