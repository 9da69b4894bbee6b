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
  /** Settles when others have had the thread. Absent: it is nobody else's. */
  readonly rest?: () => Promise<void>;
};

/** Looking at the clock costs more than a turn of most loops: seldom where turns are quick. */
const MOST_TURNS = 1024;
const QUICK_MS = 0.5;
const SLOW_MS = 8;

/** Outside Chromium the page waits as long as the loop does: short enough that nobody notices. */
const ENDLESS_MS = 50;
const HELD_BETWEEN_RESTS_MS = 50;

/** What the compiler knows of a loop: it never ends; or it may, and waits for something on its turns. */
export type LoopKind = "endless" | "waits";

/**
 * `place` is a file and a line: `convex/tasks.ts:9`. A loop that waits anyway waits for what it is given, so that others
 * have the thread meanwhile.
 */
export type LoopTurn = (place: string, kind?: LoopKind) => Promise<void> | undefined;

export function watchLoops({ now, afterTask, limitMs, onLong, rest }: LoopWatchSeams): LoopTurn {
  let startedMs: number | null = null;
  let restedMs = 0;
  let lookedMs = 0;
  let lastPlace = "";
  let lastKind: LoopKind | undefined;
  let turns = 1;
  let left = 1;

  function begin(nowMs: number, heldMs: number): void {
    startedMs = nowMs - heldMs;
    restedMs = nowMs;
    turns = 1;
    afterTask(() => {
      startedMs = null;
      left = 1;
    });
  }

  function look(place: string, kind: LoopKind | undefined): Promise<void> | undefined {
    lastPlace = place;
    lastKind = kind;
    const nowMs = now();
    if (startedMs === null) begin(nowMs, 0);
    else if (nowMs - lookedMs < QUICK_MS) turns = Math.min(turns * 2, MOST_TURNS);
    else if (nowMs - lookedMs > SLOW_MS) turns = 1;
    lookedMs = nowMs;
    left = turns;
    const heldMs = nowMs - (startedMs ?? nowMs);
    if (heldMs >= (kind === "endless" ? ENDLESS_MS : limitMs)) {
      left = 1;
      onLong(place);
      // Who only wants to know knows now; who throws comes again if the loop goes on.
      startedMs = Infinity;
      return undefined;
    }
    if (kind !== "waits" || nowMs - restedMs < HELD_BETWEEN_RESTS_MS) return undefined;
    // What it has held the thread for is not forgotten: it goes on where it was.
    return rest?.().then(() => begin(now(), heldMs));
  }

  return (place, kind) => {
    // Another loop may have slower turns than the one before it; or, in the same line, be of another kind.
    if (place === lastPlace && kind === lastKind && --left > 0) return undefined;
    return look(place, kind);
  };
}
