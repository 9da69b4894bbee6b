import { expect, test } from "vitest";
import type { Verdict } from "../../wire/verdict.ts";
import { statusSentence } from "./status-sentence.ts";

const verdict: Verdict = {
  exercise: "identity-handoff",
  runId: "1",
  durationMs: 1,
  status: "failed",
  checks: [
    { id: "a", title: "A", status: "passed", evidence: [], durationMs: 1 },
    { id: "b", title: "B", status: "failed", evidence: [], durationMs: 1 },
  ],
};

test("a verdict is told by how many checks passed", () => {
  expect(statusSentence("running", verdict, null)).toBe("1 of 2 checks passed.");
});

test("an error is told with its place", () => {
  const error = { code: "compile", message: "Unexpected", file: "app/page.tsx", line: 3, column: 9 };
  expect(statusSentence("failed", null, error)).toBe("app/page.tsx:3:9: Unexpected");
});
