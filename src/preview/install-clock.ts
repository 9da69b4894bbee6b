/** Puts the page's timers and its date on a clock that the workbench steers. `performance` stays as it is. */
import { dateOn } from "../base/date-on.ts";
import { MOST_TIMERS, tooManyTimers } from "../base/limit-timers.ts";
import { SteerableClock } from "../base/steerable-clock.ts";

type Realm = Pick<typeof globalThis, "setTimeout" | "clearTimeout" | "performance"> & {
  Date: DateConstructor;
};

/** The handler of a timer, as the platform takes it, text apart: the policy forbids that. */
type Handler = (...args: unknown[]) => void;

export function installClock(realm: Realm): SteerableClock {
  const setTimer = realm.setTimeout.bind(realm);
  const clearTimer = realm.clearTimeout.bind(realm);
  const { performance } = realm;
  const { timeOrigin } = performance;
  const now = performance.now.bind(performance);
  const clock = new SteerableClock({
    now: () => timeOrigin + now(),
    after(delayMs, task) {
      const timer = setTimer(task, delayMs);
      return () => clearTimer(timer);
    },
  });

  let last = 0;
  const running = new Map<number, () => void>();
  const clear = (id?: unknown): void => {
    running.get(Number(id))?.();
    running.delete(Number(id));
  };
  const start = (handler: Handler, delayMs: unknown, args: unknown[], repeats: boolean): number => {
    if (running.size >= MOST_TIMERS) throw tooManyTimers();
    const id = ++last;
    const wait = (): void => {
      running.set(
        id,
        clock.after(Math.max(0, Number(delayMs) || 0), () => {
          if (repeats) wait();
          else running.delete(id);
          handler(...args);
        }),
      );
    };
    wait();
    return id;
  };
  Object.assign(realm, {
    setTimeout: (handler: Handler, delayMs?: unknown, ...args: unknown[]) =>
      start(handler, delayMs, args, false),
    setInterval: (handler: Handler, delayMs?: unknown, ...args: unknown[]) =>
      start(handler, delayMs, args, true),
    clearTimeout: clear,
    clearInterval: clear,
    Date: dateOn(realm.Date, () => Math.floor(clock.now())),
  });
  return clock;
}
