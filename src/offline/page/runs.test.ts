import { expect, test } from "vitest";
import { followRuns } from "./runs.ts";

function stage() {
  const target = new EventTarget();
  const runs = followRuns(target);
  const tell = (name: string, detail: unknown): void =>
    void target.dispatchEvent(new CustomEvent(`handoff:${name}`, { detail }));
  return { runs, tell };
}

test("a run is under way until its verdict", async () => {
  const { runs, tell } = stage();
  expect(runs.isBusy()).toBe(false);
  await runs.whenOver();
  tell("run", "a");
  expect(runs.isBusy()).toBe(true);
  const over = runs.whenOver();
  tell("verdict", { runId: "a" });
  await over;
  expect(runs.isBusy()).toBe(false);
});

test("the verdict of a run that was replaced does not end the one that replaced it", async () => {
  const { runs, tell } = stage();
  tell("run", "a");
  tell("run", "b");
  let isOver = false;
  void runs.whenOver().then(() => (isOver = true));
  tell("verdict", { runId: "a" });
  await Promise.resolve();
  expect(runs.isBusy()).toBe(true);
  expect(isOver).toBe(false);
  tell("verdict", { runId: "b" });
  await Promise.resolve();
  expect(isOver).toBe(true);
});
