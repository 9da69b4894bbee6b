import { describe, expect, test } from "vitest";
import type { Hop } from "../wire/handoff.ts";
import type { CheckResult } from "../wire/verdict.ts";
import { checkResult, verdictOf } from "./verdict.ts";

const checks = [
  { id: "a", title: "A", hints: [{ text: "look at a" }, { text: "then at b" }] },
  { id: "b", title: "B", hints: [{ text: "look at b" }] },
];

function hopAt(at: number): Hop {
  const content = {
    type: "request",
    exchange: "x",
    method: "GET",
    url: "https://x.test/",
    body: null,
  } as const;
  return { id: `d${at}`, at, from: "client", to: "deployment", content, tokens: [] };
}

function result(id: string, status: CheckResult["status"]): [string, CheckResult] {
  return [id, { id, title: id, status, evidence: [], durationMs: 1 }];
}

function verdict(results: [string, CheckResult][], more: { error?: { code: string; message: string } } = {}) {
  return verdictOf({
    exercise: "e",
    runId: "r",
    durationMs: 1.6,
    checks,
    results: new Map(results),
    stopped: false,
    ...more,
  });
}

describe("the verdict", () => {
  test("is passed only when every check was reached and passed", () => {
    expect(verdict([result("a", "passed"), result("b", "passed")])).toMatchObject({
      status: "passed",
      durationMs: 2,
    });
    expect(verdict([result("a", "passed"), result("b", "failed")]).status).toBe("failed");
    expect(verdict([result("a", "passed")])).toMatchObject({
      status: "failed",
      checks: [{ status: "passed" }, { id: "b", status: "not-reached" }],
    });
  });

  test("is error when the code could not be judged, whatever passed before", () => {
    const error = { code: "app-stuck", message: "stuck" };
    expect(verdict([result("a", "passed"), result("b", "passed")], { error })).toMatchObject({
      status: "error",
      error,
    });
  });
});

test("a failed check carries its hint and the hops of its time, a passed one no hint", () => {
  const report = { type: "check", title: "A", startedAt: 10, durationMs: 5 } as const;
  const hops = [hopAt(9), hopAt(10), hopAt(15), hopAt(21)];
  const [check] = checks;
  if (check === undefined) throw new Error("no check");
  expect(checkResult(check, { ...report, status: "failed", message: "m" }, hops)).toEqual({
    id: "a",
    title: "A",
    status: "failed",
    message: "m",
    hint: "look at a",
    evidence: ["d10", "d15"],
    durationMs: 5,
  });
  expect(checkResult(check, { ...report, status: "passed" }, hops)).not.toHaveProperty("hint");
});
