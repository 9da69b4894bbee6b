/** Notices learner code that drowns a page in messages: no port of ours is needed to post to the windows above. */
import type { Timers } from "../base/clock.ts";
import { floodGate } from "../base/flood-gate.ts";
import { STRAY } from "../wire/stray.ts";

/** The sandbox frames talk on ports; what comes from them here is nothing that was asked for. */
const MESSAGES_PER_SECOND = 1000;

export function watchStrayMessages(page: Window, timers: Timers, onFlood: () => void): { end(): void } {
  const isTooMuch = floodGate(timers, MESSAGES_PER_SECOND);
  const listen = ({ source, data }: MessageEvent<unknown>): void => {
    // The host of an embed may say what it likes. Who has been removed meanwhile has no window any more.
    if (source === page.parent && source !== page && data !== STRAY) return;
    if (isTooMuch()) onFlood();
  };
  page.addEventListener("message", listen);
  return { end: () => page.removeEventListener("message", listen) };
}
