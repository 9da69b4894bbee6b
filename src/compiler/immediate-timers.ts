/**
 * Without its own worker, esbuild-wasm passes every message to Go through `setTimeout` without a delay, which the
 * platform clamps to 4 ms: a build of ten files took 84 ms. As a microtask it takes 11 ms. Must be imported first.
 */
const { setTimeout: later } = globalThis;

function immediateTimeout(task: TimerHandler, delayMs?: number, ...rest: unknown[]): number {
  if (delayMs === undefined && typeof task === "function") {
    queueMicrotask(() => task(...rest));
    return 0;
  }
  return later(task, delayMs, ...rest);
}

globalThis.setTimeout = immediateTimeout as typeof globalThis.setTimeout;
