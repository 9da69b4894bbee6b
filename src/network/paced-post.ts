/**
 * The pace at which learner code reaches the sandbox's network: a request that is sent in a tight loop must drown neither
 * the stand-ins nor the workbench, which reads every hop.
 */
import type { Clock, Timers } from "../base/clock.ts";

type Post<Message> = (message: Message) => void;

export type Pacing = {
  readonly clock: Clock & Timers;
  /** Told once, when so many wait that they will never all be sent; nothing is sent any more. */
  readonly onFlood: () => void;
};

/** A port on which as many as this are sent at once, and afterwards in each second. No app comes near it. */
const PER_SECOND = 200;
const MOST_WAITING = 5000;
const TICK_MS = 20;

/** In order, at once as long as the pace allows it. */
export function pacedPost<Message>(post: Post<Message>, { clock, onFlood }: Pacing): Post<Message> {
  const waiting: Message[] = [];
  let allowance = PER_SECOND;
  let countedAt = clock.now();
  let isFlooded = false;

  function count(): void {
    const now = clock.now();
    allowance = Math.min(PER_SECOND, allowance + ((now - countedAt) / 1000) * PER_SECOND);
    countedAt = now;
  }

  function drain(): void {
    count();
    const sent = waiting.splice(0, Math.floor(allowance));
    allowance -= sent.length;
    for (const message of sent) post(message);
    if (waiting.length > 0) clock.after(TICK_MS, drain);
  }

  return (message) => {
    if (isFlooded) return;
    if (waiting.length === 0) {
      count();
      if (allowance >= 1) {
        allowance -= 1;
        post(message);
        return;
      }
      clock.after(TICK_MS, drain);
    }
    waiting.push(message);
    if (waiting.length <= MOST_WAITING) return;
    isFlooded = true;
    waiting.length = 0;
    onFlood();
  };
}
