/**
 * Listens on a port whose other end learner code may have stolen. What says more than anybody can read, or what is so
 * large that reading it keeps the page, is heard no more: the port is closed.
 */
import type { Clock, Timers } from "../base/clock.ts";
import { floodGate } from "../base/flood-gate.ts";

export type PortGuard<Message> = {
  readonly timers: Timers;
  /** Real time: what reading takes is measured by it. */
  readonly now?: Clock["now"];
  readonly mostPerSecond: number;
  /** Null for what is not of the protocol. */
  readonly parse: (message: unknown) => Message | null;
  readonly take: (message: Message) => void;
  readonly onFlood: () => void;
};

/** Of the page's time. A machine that is busy elsewhere makes every message slow, but no genuine ones slow as this. */
const MOST_MS_PER_SECOND = 500;
/** Of one message that is not even of the protocol: no realm of ours sends such a thing. */
const LONGEST_REFUSAL_MS = 250;

export function listenGuarded<Message>(port: MessagePort, guard: PortGuard<Message>): void {
  const { timers, now = () => performance.now(), mostPerSecond, parse, take, onFlood } = guard;
  const isTooMuch = floodGate(timers, mostPerSecond);
  const isTooSlow = timeGate(timers, MOST_MS_PER_SECOND);

  function end(): void {
    port.close();
    onFlood();
  }

  port.onmessage = (event: MessageEvent<unknown>) => {
    if (isTooMuch()) return end();
    const beganAt = now();
    // The browser makes the copy when it is first read: until then the message costs the page nothing.
    const message = parse(event.data);
    const tookMs = now() - beganAt;
    if (isTooSlow(tookMs) || (message === null && tookMs > LONGEST_REFUSAL_MS)) return end();
    if (message !== null) take(message);
  };
}

/** True for the time that makes more than `mostMs` within a second. */
function timeGate(timers: Timers, mostMs: number): (ms: number) => boolean {
  let spentMs = 0;
  return (ms) => {
    if (spentMs === 0 && ms > 0) timers.after(1000, () => (spentMs = 0));
    spentMs += ms;
    return spentMs > mostMs;
  };
}
