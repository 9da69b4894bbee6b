import { expect, test } from "vitest";
import { MemoryLocks } from "./memory-locks.ts";

/** A task that lasts until it is ended, and says when it began. */
function task(log: string[], name: string): { run: () => Promise<string>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async (): Promise<string> => {
    log.push(name);
    await ended;
    return name;
  };
  return { run, end: () => end() };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("of the same name one at a time is let in, in order, and its value comes back", async () => {
  const locks = new MemoryLocks();
  const log: string[] = [];
  const [first, second] = [task(log, "first"), task(log, "second")];
  const answers = [locks.request("token", first.run), locks.request("token", second.run)];
  const other = locks.request("another", () => "at once");
  expect(await other).toBe("at once");
  expect(log).toEqual(["first"]);
  expect(await locks.query()).toEqual({
    held: [{ name: "token", mode: "exclusive" }],
    pending: [{ name: "token", mode: "exclusive" }],
  });
  first.end();
  second.end();
  expect(await Promise.all(answers)).toEqual(["first", "second"]);
  expect(await locks.query()).toEqual({ held: [], pending: [] });
});

test("a failure is told, and lets the next one in", async () => {
  const locks = new MemoryLocks();
  const failing = locks.request("token", () => Promise.reject(new Error("no")));
  const next = locks.request("token", () => "in");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("in");
});

test("shared locks go together, and wait behind an exclusive one", async () => {
  const locks = new MemoryLocks();
  const log: string[] = [];
  const tasks = ["r1", "r2", "w", "r3"].map((name) => task(log, name));
  const all = tasks.map(({ run }, index) =>
    locks.request("rows", { mode: index === 2 ? "exclusive" : "shared" }, run),
  );
  await settle();
  expect(log).toEqual(["r1", "r2"]);
  tasks[0]?.end();
  tasks[1]?.end();
  await settle();
  expect(log).toEqual(["r1", "r2", "w"]);
  tasks[2]?.end();
  tasks[3]?.end();
  await Promise.all(all);
  expect(log).toEqual(["r1", "r2", "w", "r3"]);
});

test("who will not wait is told that it is taken", async () => {
  const locks = new MemoryLocks();
  const holder = task([], "holder");
  const held = locks.request("token", holder.run);
  const isFree = (): Promise<boolean> =>
    locks.request("token", { ifAvailable: true }, (lock) => lock !== null);
  expect(await isFree()).toBe(false);
  holder.end();
  await held;
  expect(await isFree()).toBe(true);
});

test("a request that is called off leaves the queue", async () => {
  const locks = new MemoryLocks();
  const holder = task([], "holder");
  const held = locks.request("token", holder.run);
  const calling = new AbortController();
  const waiting = locks.request("token", { signal: calling.signal }, () => "never");
  const last = locks.request("token", () => "last");
  calling.abort(new Error("called off"));
  await expect(waiting).rejects.toThrow("called off");
  await expect(locks.request("token", { signal: calling.signal }, () => "never")).rejects.toThrow(
    "called off",
  );
  holder.end();
  await held;
  expect(await last).toBe("last");
});
