/** What `npm run exercise -- check` proves, for every exercise: the real code, in Node. */
import { describe, expect, test } from "vitest";
import { variantsOf } from "../../exercise/variants.ts";
import { judgeInNode } from "../node-sandbox/judge.ts";
import { folderFaults } from "./check/check.ts";
import { openFolder } from "./check/folder.ts";
import { neverFailing, outcomeFaults, type Outcome } from "./check/outcome-faults.ts";
import { typeFaults } from "./check/type-faults.ts";
import { EXERCISES, exerciseFolders, readAnswers, readExercise } from "./read.ts";

describe.each(exerciseFolders())("%s", (id) => {
  test("its files agree with each other", async () => {
    expect(await folderFaults(id)).toEqual([]);
  });

  test("its types hold against the real packages", { timeout: 60_000 }, async () => {
    expect(typeFaults(await openFolder(id, EXERCISES))).toEqual([]);
  });
});

// Several at once: a run mostly waits, for what must come and for what must not.
test.concurrent.each(exerciseFolders())(
  "%s: the starter fails, the solution passes, each wrong answer fails its checks, each check can fail",
  { timeout: 180_000 },
  async (id) => {
    const [exercise, answers] = await Promise.all([readExercise(id), readAnswers(id)]);
    const outcomes: Outcome[] = [];
    for (const variant of variantsOf(exercise, answers))
      outcomes.push({ variant, verdict: await judgeInNode(exercise, variant.files) });
    expect([...outcomes.flatMap(outcomeFaults), ...neverFailing(outcomes)]).toEqual([]);
  },
);
