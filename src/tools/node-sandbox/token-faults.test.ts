import { expect, test } from "vitest";
import { answerFiles } from "../../exercise/exercise.ts";
import { TOKEN_FAULTS, type TokenFault } from "../../wire/referee.ts";
import { DEFINE_CHECKS, moduleFactory } from "../../wire/scripts.ts";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { judgeInNode } from "./judge.ts";

const exercise = await readExercise("identity-handoff");
const { solution } = await readAnswers("identity-handoff");

const UNVERIFIED =
  "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.";
const NO_PROVIDER = "No auth provider found matching the given token";

/** What Convex says of each. */
const TEXTS: Readonly<Record<TokenFault, string>> = {
  forged: UNVERIFIED,
  expired: UNVERIFIED,
  "wrong-audience": NO_PROVIDER,
  "no-audience": NO_PROVIDER,
  "other-issuer": NO_PROVIDER,
  unsigned: UNVERIFIED,
};

test("a genuine token is accepted, and one with any fault is refused in Convex's words", async () => {
  const checksScript = moduleFactory(
    DEFINE_CHECKS,
    `const { test, expect } = require("vitest");
     const { people, tokenOf, asBearer, asForger } = require("handoff/checks");
     const texts = ${JSON.stringify(TEXTS)};
     test("genuine", async () => {
       expect(await asBearer(await tokenOf(people.ada)).query("tasks:list")).toHaveLength(2);
     });
     for (const [fault, text] of Object.entries(texts)) test(fault, async () => {
       const bearer = asBearer(await tokenOf(people.ada, fault));
       await expect(bearer.query("tasks:list")).rejects.toThrow(text);
     });
     test("the forger", async () => {
       await expect((await asForger(people.ada)).query("tasks:list")).rejects.toThrow(texts.forged);
     });
     test("a fault that nobody knows", async () => {
       const found = await Promise.race([
         tokenOf(people.ada, "blessed"),
         new Promise((resolve) => setTimeout(resolve, 300, "ignored")),
       ]);
       expect(found).toBe("ignored");
     });`,
  );
  const titles = ["genuine", ...TOKEN_FAULTS, "the forger", "a fault that nobody knows"];
  const checks = titles.map((title) => ({ id: title, title, hints: [] }));
  const verdict = await judgeInNode({ ...exercise, checks, checksScript }, answerFiles(exercise, solution));
  expect(verdict.checks.map(({ id, status, message }) => ({ id, status, message }))).toEqual(
    titles.map((id) => ({ id, status: "passed", message: undefined })),
  );
}, 120_000);
