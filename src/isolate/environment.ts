/** The rules of the runtime: fixed time and randomness, and what queries and mutations may not use. */
import { dateOn } from "../base/date-on.ts";
import type { RuntimeGlobals } from "./factories.ts";

/** The realm's own functions, captured before learner code runs. */
export type RealmGlobals = {
  readonly Date: DateConstructor;
  readonly Math: Math;
  readonly setTimeout: unknown;
  readonly clearTimeout: unknown;
  readonly setInterval: unknown;
  readonly clearInterval: unknown;
  readonly crypto: {
    getRandomValues(array: Uint8Array): Uint8Array;
    randomUUID?(): string;
    subtle?: unknown;
  };
};

/** How one execution may behave. `nowMs` and `seed` are read at each use, so a runtime can be made before its call. */
export type ExecutionRules = {
  readonly isDeterministic: () => boolean;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** For actions. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
};

export type Rules = Omit<RuntimeGlobals, "Convex" | "console" | "process">;

export function createEnvironment(realm: RealmGlobals, rules: ExecutionRules): Rules {
  const timers = (name: "setTimeout" | "clearTimeout" | "setInterval" | "clearInterval") => {
    const native = (realm[name] as (...args: unknown[]) => unknown).bind(undefined);
    return (...args: unknown[]): unknown => {
      if (rules.isDeterministic()) throw new Error(refusal(name));
      return native(...args);
    };
  };
  return {
    Date: createDate(realm.Date, rules),
    Math: createMath(realm.Math, rules),
    fetch: (input: RequestInfo | URL, init?: RequestInit) => {
      if (rules.isDeterministic()) throw new Error(refusal("fetch()"));
      return rules.fetch(input, init);
    },
    setTimeout: timers("setTimeout"),
    clearTimeout: timers("clearTimeout"),
    setInterval: timers("setInterval"),
    clearInterval: timers("clearInterval"),
    crypto: createCrypto(realm.crypto, rules),
  };
}

/** A generator of uniform numbers below 1 from a 32-bit seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function createDate(Native: DateConstructor, rules: ExecutionRules): DateConstructor {
  const now = (): number => (rules.isDeterministic() ? Math.floor(rules.nowMs()) : Native.now());
  return dateOn(Native, now);
}

/** One copy for the realm, which every `Math` stands on: what is assigned to one of them stays its own. */
let mathFunctions: object | null = null;

function createMath(native: Math, rules: ExecutionRules): Math {
  mathFunctions ??= Object.create(null, Object.getOwnPropertyDescriptors(native)) as object;
  const random = (): number => (rules.isDeterministic() ? rules.random() : native.random());
  return Object.create(mathFunctions, {
    random: { value: random, writable: true, configurable: true },
  }) as Math;
}

function createCrypto(native: RealmGlobals["crypto"], rules: ExecutionRules): object {
  const guarded =
    <Args extends unknown[], Result>(run: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (rules.isDeterministic()) throw new Error(refusal("cryptographic randomness"));
      return run(...args);
    };
  return {
    getRandomValues: guarded((array: Uint8Array) => native.getRandomValues(array)),
    randomUUID: guarded(() => native.randomUUID?.()),
    subtle: native.subtle,
  };
}

function refusal(what: string): string {
  return (
    `Can't use ${what} in queries and mutations. Please consider using an action. ` +
    "See https://docs.convex.dev/functions/actions for more details."
  );
}
