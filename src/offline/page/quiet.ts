/** Waits for a moment in which nothing is going on, so that storing never competes with what a person waits for. */
import type { Timers } from "../../base/clock.ts";

export type Surroundings = {
  readonly timers: Timers;
  /** Whether a run is under way. */
  isBusy(): boolean;
  /** Calls `stir` whenever something happens; the returned function ends that. */
  watch(stir: () => void): () => void;
};

/** Settles after `quietMs` milliseconds in which nothing stirred and nothing ran. */
export function whenQuiet(quietMs: number, { timers, isBusy, watch }: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    let cancel = (): void => {};
    const wait = (): void => {
      cancel();
      cancel = timers.after(quietMs, () => {
        if (isBusy()) return wait();
        unwatch();
        resolve();
      });
    };
    const unwatch = watch(wait);
    wait();
  });
}
