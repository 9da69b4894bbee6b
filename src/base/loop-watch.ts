/** Tells where a loop has held its thread for too long. The compiler puts a call into every loop of the learner's. */

export type LoopWatchSeams = {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Calls back in a later task: when whoever holds the thread has let it go. */
  readonly afterTask: (task: () => void) => void;
  /** Of a loop that may yet end; one that never does has {@link ENDLESS_MS}. */
  readonly limitMs: number;
  /** Told of the place, once while the thread is held. If it throws, the loop ends there, and so does every other then. */
  readonly onLong: (place: string) => void;
};

/** Looking at the clock costs more than a turn of most loops: seldom where turns are quick. */
const MOST_TURNS = 1024;
const QUICK_MS = 0.5;
const SLOW_MS = 8;

/** Outside Chromium the page waits as long as the loop does: short enough that nobody notices. */
const ENDLESS_MS = 100;

/** `place` is a file and a line: `convex/tasks.ts:9`. */
export type LoopTurn = (place: string, isEndless?: boolean) => void;

export function watchLoops({ now, afterTask, limitMs, onLong }: LoopWatchSeams): LoopTurn {
  let startedMs: number | null = null;
  let lookedMs = 0;
  let lastPlace = "";
  let turns = 1;
  let left = 1;

  function look(place: string, isEndless: boolean): void {
    lastPlace = place;
    const nowMs = now();
    if (startedMs === null) {
      startedMs = nowMs;
      turns = 1;
      afterTask(() => {
        startedMs = null;
        left = 1;
      });
    } else if (nowMs - lookedMs < QUICK_MS) turns = Math.min(turns * 2, MOST_TURNS);
    else if (nowMs - lookedMs > SLOW_MS) turns = 1;
    lookedMs = nowMs;
    left = turns;
    if (nowMs - startedMs < (isEndless ? ENDLESS_MS : limitMs)) return;
    left = 1;
    onLong(place);
    // Who only wants to know knows now; who throws comes again if the loop goes on.
    startedMs = Infinity;
  }

  return (place, isEndless = false) => {
    // Another loop may have slower turns than the one before it.
    if (place === lastPlace && --left > 0) return;
    look(place, isEndless);
  };
}
