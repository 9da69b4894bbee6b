import { describe, expect, it } from "vitest";
import type { Hop, HopContent } from "../wire/handoff.ts";
import { executionEntries } from "./executions.ts";

let last = 0;
const hop = (at: number, content: HopContent): Hop => ({
  id: `h${++last}`,
  at,
  from: "deployment",
  to: "function",
  content,
  tokens: [],
});
const call = (at: number, execution: string, caller: string | null = null): Hop =>
  hop(at, { type: "call", execution, functionPath: "tasks:list", kind: "query", argsJson: "{}", caller });
const back = (at: number, execution: string, outcome: "success" | "failure", result: string): Hop =>
  hop(at, {
    type: "return",
    execution,
    functionPath: "tasks:list",
    outcome,
    result,
    rowsRead: 3,
    rowsWritten: 1,
  });

describe("the entries of the logs", () => {
  it("tell who called, how long it took and what was read", () => {
    const [entry] = executionEntries([call(10, "e1", "user_ada"), back(14.5, "e1", "success", "[]")]);
    expect(entry).toMatchObject({
      functionPath: "tasks:list",
      caller: "user_ada",
      outcome: "success",
      durationMs: 4.5,
      rowsRead: 3,
      error: null,
    });
  });

  it("keep the error of one that failed, and what still runs", () => {
    const entries = executionEntries([
      call(1, "e1"),
      call(2, "e2"),
      back(3, "e1", "failure", "Uncaught Error: no"),
    ]);
    expect(entries.map(({ outcome, error }) => [outcome, error])).toEqual([
      ["failure", "Uncaught Error: no"],
      ["running", null],
    ]);
  });

  it("have what a function wrote to its console, and nothing of one that wrote nothing", () => {
    const logLines = ["[LOG] 'identity' null", "[ERROR] 'no'"];
    const [quiet, loud] = [back(3, "e1", "success", "1"), back(4, "e2", "success", "1")];
    const entries = executionEntries([
      call(1, "e1"),
      call(2, "e2"),
      quiet,
      { ...loud, content: { ...loud.content, logLines } as HopContent },
    ]);
    expect(entries.map((entry) => entry.logLines)).toEqual([[], logLines]);
  });

  it("know nothing of a return whose call is no longer kept", () => {
    expect(executionEntries([back(3, "e1", "success", "1")])).toEqual([]);
  });
});
