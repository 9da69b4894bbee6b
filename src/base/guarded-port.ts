/**
 * Listens on a port whose other end learner code may have stolen. What says more than anybody can read, or what is so
 * large that reading it keeps the realm, is heard no more: the port is closed.
 */
import type { Clock, Timers } from "./clock.ts";
import { floodGate } from "./flood-gate.ts";
import { weightOf } from "./message-weight.ts";

declare const performance: { now(): number };

/** As much of a `MessagePort` as is needed to listen on it. */
export type ListeningPort = {
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
};

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

/** Of the realm's time. */
const MOST_MS_PER_SECOND = 500;
/** Of one message that is not even of the protocol: no realm of ours sends such a thing. */
const LONGEST_REFUSAL_MS = 250;
/** What is quicker cannot keep the realm: as many as would be needed are too many. */
const QUICK_MS = 1;
/** {@link weightOf} what is read in no time: where it took longer, the machine had something else to do. */
const LIGHT = 1000;
/** The same of what takes a few milliseconds. */
const HEAVY = 100_000;

export function listenGuarded<Message>(port: ListeningPort, guard: PortGuard<Message>): void {
  const { timers, now = () => performance.now(), mostPerSecond, parse, take, onFlood } = guard;
  const isTooMuch = floodGate(timers, mostPerSecond);
  const isTooSlow = timeGate(timers, MOST_MS_PER_SECOND);

  function end(): void {
    port.close();
    onFlood();
  }

  function keepsRealm(tookMs: number, data: unknown, isRefused: boolean): boolean {
    if (tookMs < QUICK_MS) return false;
    const weight = weightOf(data, HEAVY);
    if (weight <= LIGHT) return false;
    return isTooSlow(tookMs) || (isRefused && weight > HEAVY && tookMs > LONGEST_REFUSAL_MS);
  }

  port.addEventListener("message", (event) => {
    if (isTooMuch()) return end();
    const beganAt = now();
    // The browser makes the copy when it is first read: until then the message costs the realm nothing.
    const { data } = event;
    const message = parse(data);
    if (keepsRealm(now() - beganAt, data, message === null)) return end();
    if (message !== null) take(message);
  });
  port.start();
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
