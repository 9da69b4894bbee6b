import { describe, expect, it } from "vitest";
import type { ConsoleEntry, RunEvent } from "../../run/runner.ts";
import type { Hop } from "../../wire/handoff.ts";
import { shownLamps } from "./lamps.ts";
import { applyEvents, HOPS_KEPT, NOT_RUN } from "./run-state.ts";

const hop = (id: string): Hop => ({
  id,
  at: 0,
  from: "client",
  to: "deployment",
  content: { type: "socket-opened", socket: "s1", url: "wss://x" },
  tokens: [],
});
const hops = (...ids: string[]): RunEvent => ({ type: "hops", hops: ids.map((id) => hop(id)) });
const entry: ConsoleEntry = { level: "log", source: "app", text: "hello", at: 0 };
const passed = { id: "a", title: "A", status: "passed", evidence: [], durationMs: 1 } as const;

describe("the state of a run", () => {
  it("collects what a burst of events says, in order", () => {
    const state = applyEvents(NOT_RUN, [
      { type: "started", runId: "r1" },
      hops("1", "2"),
      hops("3"),
      { type: "check-hops", hops: [hop("c")] },
      { type: "console", entry },
      { type: "check", result: passed },
      { type: "phase", phase: "running" },
    ]);
    expect(state.hops.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(state.checkHops).toHaveLength(1);
    expect(state.console.entries).toEqual([entry]);
    expect(state.results.get("a")?.status).toBe("passed");
    expect(state.phase).toBe("running");
  });

  it("forgets the run before when one starts, but not where the app was", () => {
    const address: RunEvent = { type: "address", url: "http://localhost:3000/tasks" };
    const before = applyEvents(NOT_RUN, [hops("1"), { type: "console", entry }, address]);
    const after = applyEvents(before, [{ type: "started", runId: "r2" }, hops("9")]);
    expect(after.hops.map(({ id }) => id)).toEqual(["9"]);
    expect(after.console.entries).toEqual([]);
    expect(after.address).toBe("http://localhost:3000/tasks");
  });

  it("keeps the newest hops when there are too many", () => {
    const ids = Array.from({ length: HOPS_KEPT + 10 }, (_, index) => String(index));
    const state = applyEvents(NOT_RUN, [hops(...ids)]);
    expect(state.hops).toHaveLength(HOPS_KEPT);
    expect(state.hops.at(-1)?.id).toBe(String(HOPS_KEPT + 9));
  });

  it("takes the checks that were not reached from the verdict", () => {
    const check = { ...passed, id: "b", status: "not-reached" } as const;
    const verdict = {
      exercise: "x",
      runId: "r",
      durationMs: 1,
      status: "failed",
      checks: [passed, check],
    } as const;
    expect([...applyEvents(NOT_RUN, [{ type: "verdict", verdict }]).results.keys()]).toEqual(["a", "b"]);
  });
});

describe("the lamps as shown", () => {
  it("are loading only while an app is there", () => {
    expect(shownLamps(NOT_RUN)).toEqual({ clerk: "signed out", convex: "not authenticated" });
    expect(shownLamps({ ...NOT_RUN, phase: "starting" })).toEqual({ clerk: "loading", convex: "loading" });
  });
});
