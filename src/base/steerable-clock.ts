/** A clock that can be paused, sped up and moved ahead, in several realms alike. */
import type { Clock, Timers } from "./clock.ts";

/** At `realMs` it was `virtualMs`, and since then time goes `rate` times as fast; 0 stands still. */
export type Pace = { readonly virtualMs: number; readonly realMs: number; readonly rate: number };

export const REAL_PACE: Pace = { virtualMs: 0, realMs: 0, rate: 1 };

/** What that clock shows when the real one shows `realMs`. */
export function virtualTime(pace: Pace, realMs: number): number {
  return pace.virtualMs + (realMs - pace.realMs) * pace.rate;
}

/** The longest delay that a browser's timer holds. */
const MAX_DELAY_MS = 2 ** 31 - 1;

type Waiting = { readonly dueMs: number; readonly task: () => void; cancel: () => void };

export class SteerableClock implements Clock, Timers {
  readonly #real: Clock & Timers;
  readonly #waiting = new Set<Waiting>();
  #pace: Pace;

  constructor(real: Clock & Timers, pace = REAL_PACE) {
    this.#real = real;
    this.#pace = pace;
  }

  now(): number {
    return virtualTime(this.#pace, this.#real.now());
  }

  after(delayMs: number, task: () => void): () => void {
    const waiting: Waiting = { dueMs: this.now() + delayMs, task, cancel: () => {} };
    this.#waiting.add(waiting);
    this.#wait(waiting);
    return () => {
      waiting.cancel();
      this.#waiting.delete(waiting);
    };
  }

  /** What falls due by it comes at once, in order; each once, as after a sleep of the machine. */
  steer(pace: Pace): void {
    this.#pace = pace;
    for (const waiting of [...this.#waiting].toSorted((a, b) => a.dueMs - b.dueMs)) {
      waiting.cancel();
      this.#wait(waiting);
    }
  }

  #wait(waiting: Waiting): void {
    const leftMs = Math.max(0, waiting.dueMs - this.now());
    const { rate } = this.#pace;
    // While time stands still, nothing falls due; `steer` looks again.
    waiting.cancel = () => {};
    if (leftMs > 0 && rate === 0) return;
    const delayMs = leftMs === 0 ? 0 : Math.min(leftMs / rate, MAX_DELAY_MS);
    waiting.cancel = this.#real.after(delayMs, () => {
      // A browser's timer may come a fraction early.
      if (waiting.dueMs - this.now() > 1) this.#wait(waiting);
      else {
        this.#waiting.delete(waiting);
        waiting.task();
      }
    });
  }
}
