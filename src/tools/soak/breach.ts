/** What ends a soak: something that the site promises did not hold. */
import { setTimeout as pause } from "node:timers/promises";

/** loss: a text or a row is not what it has to be. fault: anything else. */
type BreachKind = "loss" | "fault";

export class Breach extends Error {
  readonly kind: BreachKind;

  constructor(kind: BreachKind, message: string) {
    super(message);
    this.name = "Breach";
    this.kind = kind;
  }
}

type Expectation<Value> = {
  /** What is waited for, as the end of "… in 5 s: ". */
  readonly what: string;
  readonly kind?: BreachKind;
  readonly read: () => Promise<Value> | Value;
  readonly isRight: (value: Value) => boolean;
  readonly withinMs?: number;
};

const POLL_MS = 50;

/** Reads until it is right. */
export async function until<Value>({
  what,
  kind = "fault",
  read,
  isRight,
  withinMs = 10_000,
}: Expectation<Value>): Promise<Value> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (isRight(value)) return value;
    if (performance.now() > end)
      throw new Breach(kind, `Not within ${withinMs / 1000} s: ${what}. It was ${shown(value)}`);
    await pause(POLL_MS);
  }
}

/** Reads until it equals `wanted`, compared as JSON. */
export async function untilEqual<Value>(
  expectation: Omit<Expectation<Value>, "isRight"> & { readonly wanted: Value },
): Promise<void> {
  const wanted = JSON.stringify(expectation.wanted);
  await until({
    ...expectation,
    what: `${expectation.what}: ${wanted}`,
    isRight: (value) => JSON.stringify(value) === wanted,
  });
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
