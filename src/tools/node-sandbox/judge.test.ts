import { expect, test } from "vitest";
import { answerFiles, starterFiles } from "../../exercise/exercise.ts";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { judgeInNode } from "./judge.ts";

const exercise = await readExercise("identity-handoff");
const { solution } = await readAnswers("identity-handoff");
const TASKS = "convex/tasks.ts";

const passed = (verdict: Awaited<ReturnType<typeof judgeInNode>>): string[] =>
  verdict.checks.filter(({ status }) => status === "passed").map(({ id }) => id);

test("the checks judge in Node as they do in the page: the real app runs, signs in and signs out", async () => {
  const starter = await judgeInNode(exercise, starterFiles(exercise));
  expect(starter).toMatchObject({ exercise: "identity-handoff", status: "failed" });
  expect(passed(starter)).toEqual(["forged-refused"]);
  const solved = await judgeInNode(exercise, answerFiles(exercise, solution));
  expect(passed(solved)).toEqual(exercise.checks.map(({ id }) => id));
  expect(solved.status).toBe("passed");
}, 120_000);

test("code that does not compile, or never ends, is told as such", async () => {
  const broken = await judgeInNode(exercise, { ...starterFiles(exercise), [TASKS]: "export const list = (" });
  expect(broken).toMatchObject({ status: "error", error: { code: "compile", file: TASKS } });
  const loop = (solution[TASKS] ?? "").replace(/handler: async \(ctx\) => \{/, "$& for (;;) {}");
  const endless = await judgeInNode(exercise, { ...starterFiles(exercise), [TASKS]: loop });
  expect(endless).toMatchObject({ status: "error", error: { code: "function-timeout" } });
}, 120_000);
