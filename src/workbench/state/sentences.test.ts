import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../wire/verdict.ts";
import {
  appendEntries,
  CHARACTERS_KEPT,
  droppedSentence,
  EMPTY_CONSOLE,
  ENTRIES_KEPT,
} from "./console-log.ts";
import { applyEvents, NOT_RUN, type RunState } from "./run-state.ts";
import { statusSentence, verdictSentence } from "./sentences.ts";

const result = (id: string, status: CheckResult["status"]): [string, CheckResult] => [
  id,
  { id, title: id, status, evidence: [], durationMs: 1 },
];

const say = (state: Partial<RunState>): string => statusSentence({ ...NOT_RUN, ...state }, 4);

describe("the sentence beside Run", () => {
  it("follows the run", () => {
    const results = new Map([result("a", "passed"), result("b", "failed")]);
    expect(say({})).toBe("Not run yet.");
    expect(say({ phase: "compiling" })).toBe("Compiling…");
    expect(say({ phase: "checking", results })).toBe("Checking… 2 of 4 done");
    expect(say({ phase: "running", results, runNumber: 1 })).toBe("Run 1: 1 of 4 checks passed");
    expect(say({ phase: "stopped" })).toBe("Stopped. Your rows are kept.");
  });

  it("differs from run to run, so that the same outcome is announced again", () => {
    const started = { type: "started", runId: "r" } as const;
    const verdict = { exercise: "x", runId: "r", durationMs: 1, status: "failed", checks: [] } as const;
    const ended = [started, { type: "verdict", verdict }, { type: "phase", phase: "running" }] as const;
    const first = applyEvents(NOT_RUN, ended);
    const second = applyEvents(first, ended);
    expect([first, second].map((state) => statusSentence(state, 4))).toEqual([
      "Run 1: 0 of 4 checks passed",
      "Run 2: 0 of 4 checks passed",
    ]);
  });

  it("leads to the console when the code does not compile", () => {
    const error = { code: "compile", message: "Unexpected token" };
    expect(statusSentence({ ...NOT_RUN, runNumber: 3, phase: "failed", error }, 4)).toBe(
      "Run 3: Did not compile: 1 error. See Console.",
    );
  });

  it("gives the run's own words when it fails otherwise", () => {
    const error = { code: "app-stuck", message: "The app kept its page busy." };
    expect(statusSentence({ ...NOT_RUN, runNumber: 1, phase: "failed", error }, 4)).toBe(
      "Run 1: The app kept its page busy.",
    );
  });
});

describe("the line above the checks", () => {
  it("sums the verdict up", () => {
    const checks = [result("a", "passed")[1]];
    const verdict = { exercise: "x", runId: "r", durationMs: 1, status: "passed", checks } as const;
    expect(verdictSentence({ ...NOT_RUN, phase: "running", verdict }, 1)).toBe(
      "1 of 1 checks passed. The handoff holds.",
    );
  });
});

describe("the console", () => {
  it("keeps the newest thousand entries and says how many had to go", () => {
    const entries = Array.from({ length: ENTRIES_KEPT + 2 }, (_, at) => {
      return { level: "log", source: "app", text: String(at), at } as const;
    });
    const log = appendEntries(EMPTY_CONSOLE, entries);
    expect(log.entries[0]?.text).toBe("2");
    expect(droppedSentence(log)).toBe(
      "2 older entries are no longer shown: the console keeps the last 1,000.",
    );
    expect(droppedSentence(EMPTY_CONSOLE)).toBeNull();
  });

  it("keeps no more text than the page can lay out, and the newest entry in any case", () => {
    const long = (at: number, length: number) =>
      ({ level: "log", source: "app", text: "x".repeat(length), at }) as const;
    const log = appendEntries(
      EMPTY_CONSOLE,
      Array.from({ length: 30 }, (_, at) => long(at, 20_000)),
    );
    expect(log.entries.map(({ at }) => at)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(droppedSentence(log)).toBe(
      "20 older entries are no longer shown: the console keeps 200,000 characters.",
    );
    expect(appendEntries(log, [long(30, CHARACTERS_KEPT + 1)]).entries).toHaveLength(1);
  });
});
