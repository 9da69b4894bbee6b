import { afterEach, expect, test } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { listenGuarded } from "./guarded-port.ts";

let closing: MessagePort[] = [];
afterEach(() => {
  for (const port of closing) port.close();
  closing = [];
});

/** A listener that takes texts, and a clock that moves as the test says while one is read. */
function start() {
  const { port1, port2 } = new MessageChannel();
  closing.push(port1, port2);
  const clock = new ManualClock(0);
  const taken: string[] = [];
  let floods = 0;
  let real = 0;
  let readingMs = 0;
  listenGuarded(port1, {
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
  /** Settles when it has come. */
  async function says(message: unknown, takesMs = 0): Promise<void> {
    readingMs = takesMs;
    port2.postMessage(message);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { clock, taken, floods: () => floods, says };
}

test("what is of the protocol is taken, and what is not is dropped", async () => {
  const { taken, floods, says } = start();
  for (const message of ["one", 2, null, { type: "three" }, "four"]) await says(message);
  expect(taken).toEqual(["one", "four"]);
  expect(floods()).toBe(0);
});

test("more within a second than may be closes the port, and is told once", async () => {
  const { clock, taken, floods, says } = start();
  for (const text of ["a", "b", "c", "d", "e"]) await says(text);
  clock.advance(1000);
  for (const text of ["f", "g", "h", "i", "j", "k", "l"]) await says(text);
  expect(taken.join("")).toBe("abcdefghij");
  expect(floods()).toBe(1);
});

test("one that nobody of ours would send, and that takes long to read, closes it at once", async () => {
  const { taken, floods, says } = start();
  await says({ type: "huge" }, 249);
  expect(floods()).toBe(0);
  await says({ type: "huge" }, 251);
  expect(floods()).toBe(1);
  await says("after");
  expect(taken).toEqual([]);
});

test("those of the right form close it when a second of them takes half a second", async () => {
  const { clock, taken, floods, says } = start();
  await says("slow", 400);
  clock.advance(1000);
  await says("slow again", 400);
  expect(floods()).toBe(0);
  await says("too slow", 200);
  expect(floods()).toBe(1);
  expect(taken).toEqual(["slow", "slow again"]);
});
