/** The two lamps, moved by each hop as it comes instead of by all hops again. */
import { LampState, type Lamps } from "../../handoff/lamps.ts";
import type { Hop } from "../../wire/handoff.ts";

export type LampTracker = {
  readonly current: Lamps;
  add(hops: readonly Hop[]): void;
  reset(): void;
};

export function createLampTracker(): LampTracker {
  let state = new LampState();
  return {
    get current() {
      return state.lamps;
    },
    add(hops) {
      for (const hop of hops) state.add(hop);
    },
    reset() {
      state = new LampState();
    },
  };
}
