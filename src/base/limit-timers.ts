/** Bounds how many timers wait at once: millions of them keep a thread busy that nothing else then gets. */

type Handler = (...args: unknown[]) => void;
type Start = (handler: Handler, delayMs?: number, ...args: unknown[]) => unknown;
type Clear = (id?: unknown) => void;

export type RealmTimers = {
  readonly setTimeout: Start;
  readonly setInterval: Start;
  readonly clearTimeout: Clear;
  readonly clearInterval: Clear;
};

/** As a realm has them, whose own types differ. */
type Platform = {
  setTimeout(handler: Handler, delayMs?: number, ...args: unknown[]): unknown;
  setInterval(handler: Handler, delayMs?: number, ...args: unknown[]): unknown;
  clearTimeout(id?: number): void;
  clearInterval(id?: number): void;
};

/** Bound: learner code may replace what it finds. */
export function boundTimers(realm: Platform): RealmTimers {
  return {
    setTimeout: realm.setTimeout.bind(realm),
    setInterval: realm.setInterval.bind(realm),
    clearTimeout: realm.clearTimeout.bind(realm) as Clear,
    clearInterval: realm.clearInterval.bind(realm) as Clear,
  };
}

export const MOST_TIMERS = 10_000;

/** Thrown where the timer is started, so that the stack names the line. */
export function tooManyTimers(): RangeError {
  return new RangeError(`More than ${MOST_TIMERS.toLocaleString("en")} timers wait at once.`);
}

/** `native` are the realm's own, bound. */
export function limitTimers(native: RealmTimers): RealmTimers {
  const waiting = new Set<unknown>();
  const clear =
    (stop: Clear): Clear =>
    (id) => {
      waiting.delete(id);
      stop(id);
    };
  const room = (): void => {
    if (waiting.size >= MOST_TIMERS) throw tooManyTimers();
  };
  return {
    setTimeout(handler, delayMs, ...args) {
      room();
      const id = native.setTimeout(() => {
        waiting.delete(id);
        handler(...args);
      }, delayMs);
      waiting.add(id);
      return id;
    },
    setInterval(handler, delayMs, ...args) {
      room();
      const id = native.setInterval(handler, delayMs, ...args);
      waiting.add(id);
      return id;
    },
    clearTimeout: clear(native.clearTimeout),
    clearInterval: clear(native.clearInterval),
  };
}
