import { expect, test } from "vitest";
import { starterFiles } from "../../exercise/exercise.ts";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { judgeInNode } from "./judge.ts";

const exercise = await readExercise("identity-handoff");
const { solution } = await readAnswers("identity-handoff");
const TASKS = "convex/tasks.ts";

// What the checks say of code that runs is in `every-exercise.test.ts`.
test("code that does not compile, or never ends, is told as such", async () => {
  const broken = await judgeInNode(exercise, { ...starterFiles(exercise), [TASKS]: "export const list = (" });
  expect(broken).toMatchObject({ status: "error", error: { code: "compile", file: TASKS } });
  const loop = (solution[TASKS] ?? "").replace(/handler: async \(ctx\) => \{/, "$& for (;;) {}");
  const endless = await judgeInNode(exercise, { ...starterFiles(exercise), [TASKS]: loop });
  expect(endless).toMatchObject({ status: "error", error: { code: "function-timeout" } });
}, 120_000);
