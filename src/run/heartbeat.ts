/** Tells when a frame has stopped answering: its main thread is busy for good. */
import type { Clock, Timers } from "../base/clock.ts";

export type Heartbeat = {
  /** The frame answered. */
  alive(beat: number): void;
  stop(): void;
};

/** How often the frame is asked, and how long it may stay silent. Together they keep the promise of 2.5 s. */
const INTERVAL_MS = 200;
const SILENCE_LIMIT_MS = 1600;
const DOUBT_MS = 600;

/**
 * Asks at once and then every 200 ms. `onSilent` is called once, when the oldest unanswered beat is 1.6 s old: who
 * answers late, but answers, is not silent. `onDoubt` is called from a second earlier on, with
 * every beat. A clock
 * that jumped (the machine slept, the page was in the background) is no silence of the frame: the count starts again.
 */
export function startHeartbeat(
  clock: Clock & Timers,
  ping: (beat: number) => void,
  onSilent: () => void,
  onDoubt: () => void = () => undefined,
): Heartbeat {
  /** The beats without an answer, the newest last. */
  const waiting: { readonly beat: number; sentAt: number }[] = [];
  let lastTick = clock.now();
  let cancel: () => void = () => undefined;

  function tick(): void {
    const now = clock.now();
    if (now - lastTick > INTERVAL_MS * 4) for (const sent of waiting) sent.sentAt = now;
    lastTick = now;
    const oldest = waiting[0]?.sentAt;
    if (oldest !== undefined && now - oldest >= SILENCE_LIMIT_MS) {
      onSilent();
      return;
    }
    if (oldest !== undefined && now - oldest >= DOUBT_MS) onDoubt();
    // Not to be guessed: a loop that holds its thread could answer ahead on a stolen port.
    const beat = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    waiting.push({ beat, sentAt: now });
    ping(beat);
    cancel = clock.after(INTERVAL_MS, tick);
  }

  tick();
  return {
    alive(answered) {
      // Answers come in order: with one, all before it are settled. A beat that was never sent settles none.
      waiting.splice(0, waiting.findIndex(({ beat }) => beat === answered) + 1);
    },
    stop: () => cancel(),
  };
}
