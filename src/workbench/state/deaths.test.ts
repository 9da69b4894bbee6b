import { expect, test } from "vitest";
import type { RunEvent } from "../../run/runner.ts";
import { watchDeaths } from "./deaths.ts";

function tab() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  /** Loads the page; what it says happens in it. */
  return function load(exercise = "one") {
    const page = new EventTarget();
    let tell: (event: RunEvent) => void = () => undefined;
    const runner = {
      subscribe(listener: (event: RunEvent) => void) {
        tell = listener;
        return () => undefined;
      },
    };
    const { diedBefore } = watchDeaths(runner, exercise, store, page);
    return {
      diedBefore,
      says: (...events: RunEvent[]) => events.forEach((event) => tell(event)),
      leave: () => void page.dispatchEvent(new Event("pagehide")),
    };
  };
}

const started: RunEvent = { type: "started", runId: "1" };
const stuck: RunEvent = { type: "error", error: { code: "app-stuck", message: "" } };
const broken: RunEvent = { type: "error", error: { code: "compile", message: "" } };

test("code that was stopped has died, until it runs well; another exercise has not", () => {
  const load = tab();
  const first = load();
  expect(first.diedBefore).toBe(false);
  first.says(started, stuck, { type: "phase", phase: "failed" });
  first.leave();
  expect(load("two").diedBefore).toBe(false);
  const second = load();
  expect(second.diedBefore).toBe(true);
  second.says(started, { type: "phase", phase: "running" });
  second.leave();
  expect(load().diedBefore).toBe(false);
});

test("a page that dies with the run says no farewell", () => {
  const load = tab();
  load().says(started);
  expect(load().diedBefore).toBe(true);
});

test("code that does not compile, or was stopped by a person, has not died", () => {
  const load = tab();
  load().says(started, broken);
  expect(load().diedBefore).toBe(false);
  load().says(started, { type: "phase", phase: "stopped" });
  expect(load().diedBefore).toBe(false);
});
