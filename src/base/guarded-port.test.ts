import { expect, test } from "vitest";
import { ManualClock } from "./clock.ts";
import { listenGuarded, type ListeningPort } from "./guarded-port.ts";

/** A port from which nothing comes once it is closed. */
function openPort(): ListeningPort & { readonly says: (data: unknown) => void } {
  let listener: ((event: { readonly data: unknown }) => void) | null = null;
  let isStarted = false;
  return {
    addEventListener: (_, added) => (listener = added),
    start: () => (isStarted = true),
    close: () => (listener = null),
    says: (data) => isStarted && listener?.({ data }),
  };
}

/** A listener that takes texts, and a clock that moves as the test says while one is read. */
function start() {
  const port = openPort();
  const clock = new ManualClock(0);
  const taken: string[] = [];
  let floods = 0;
  let real = 0;
  let readingMs = 0;
  listenGuarded(port, {
    timers: clock,
    now: () => real,
    mostPerSecond: 5,
    parse(message) {
      real += readingMs;
      return typeof message === "string" ? message : null;
    },
    take: (text) => void taken.push(text),
    onFlood: () => (floods += 1),
  });
  function says(message: unknown, takesMs = 0): void {
    readingMs = takesMs;
    port.says(message);
  }
  return { clock, taken, floods: () => floods, says };
}

test("what is of the protocol is taken, and what is not is dropped", () => {
  const { taken, floods, says } = start();
  for (const message of ["one", 2, null, { type: "three" }, "four"]) says(message);
  expect(taken).toEqual(["one", "four"]);
  expect(floods()).toBe(0);
});

test("more within a second than may be closes the port, and is told once", () => {
  const { clock, taken, floods, says } = start();
  for (const text of ["a", "b", "c", "d", "e"]) says(text);
  clock.advance(1000);
  for (const text of ["f", "g", "h", "i", "j", "k", "l"]) says(text);
  expect(taken.join("")).toBe("abcdefghij");
  expect(floods()).toBe(1);
});

test("one that nobody of ours would send, and that takes long to read, closes it at once", () => {
  const { clock, taken, floods, says } = start();
  const huge = { type: "x".repeat(100_000) };
  says(huge, 249);
  clock.advance(1000);
  expect(floods()).toBe(0);
  says(huge, 251);
  expect(floods()).toBe(1);
  says("after");
  expect(taken).toEqual([]);
});

test("those of the right form close it when a second of them takes half a second", () => {
  const { clock, taken, floods, says } = start();
  const [one, two, three] = ["1", "2", "3"].map((text) => text.repeat(2000)) as [string, string, string];
  says(one, 400);
  clock.advance(1000);
  says(two, 400);
  expect(floods()).toBe(0);
  says(three, 200);
  expect(floods()).toBe(1);
  expect(taken).toEqual([one, two]);
});

test("small ones are taken however long it takes: the machine had something else to do", () => {
  const { taken, floods, says } = start();
  says("late", 5000);
  says({ type: "late", and: "unknown" }, 5000);
  says("later", 5000);
  expect(floods()).toBe(0);
  expect(taken).toEqual(["late", "later"]);
});
