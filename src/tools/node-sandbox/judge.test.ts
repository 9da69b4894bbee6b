import { expect, test } from "vitest";
import { answerFiles, starterFiles } from "../../exercise/exercise.ts";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { judgeInNode } from "./judge.ts";

test("the starter fails and the solution passes in Node", async () => {
  const exercise = await readExercise("identity-handoff");
  const { solution } = await readAnswers("identity-handoff");
  const starter = await judgeInNode(exercise, starterFiles(exercise));
  console.log(JSON.stringify(starter, null, 1));
  const solved = await judgeInNode(exercise, answerFiles(exercise, solution));
  console.log(JSON.stringify(solved, null, 1));
  expect([starter.status, solved.status]).toEqual(["failed", "passed"]);
}, 120_000);
