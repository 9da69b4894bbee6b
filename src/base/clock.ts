/** The time of a realm. Everything but an entry file receives it as an argument, so that tests can fix it. */
export type Clock = {
  /** Milliseconds since the epoch; may carry a fraction. Never goes backwards within a realm. */
  now(): number;
};

/** One-shot timers that belong to a clock. */
export type Timers = {
  /** Calls `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
};

/** A clock that a test moves by hand; its timers fire in order while it is moved. */
export class ManualClock implements Clock, Timers {
  #now: number;
  #order = 0;
  #pending: { at: number; order: number; task: () => void }[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { at: this.#now + delayMs, order: this.#order++, task };
    this.#pending.push(entry);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== entry);
    };
  }

  /** Moves the clock forward and fires every timer that falls due on the way. */
  advance(byMs: number): void {
    const target = this.#now + byMs;
    for (;;) {
      const due = this.#pending
        .filter((entry) => entry.at <= target)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (due === undefined) break;
      this.#pending = this.#pending.filter((entry) => entry !== due);
      this.#now = Math.max(this.#now, due.at);
      due.task();
    }
    this.#now = target;
  }
}
