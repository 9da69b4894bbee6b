import { describe, expect, test } from "vitest";
import { answerFiles, starterFiles } from "../../exercise/exercise.ts";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { judgeInNode } from "./judge.ts";

const exercise = await readExercise("handoff-in-miniature");
const { solution } = await readAnswers("handoff-in-miniature");
const SCRIPT = "handoff.ts";

describe("the handoff in miniature", () => {
  test("each check that fails points at what was seen to cross", async () => {
    const { checks } = await judgeInNode(exercise, starterFiles(exercise));
    expect(checks.map(({ evidence }) => evidence.length)).not.toContain(0);
  }, 60_000);

  test.each([
    ["client", "export async function client(person: Person | null) {"],
    ["server", "Promise<Response> {"],
  ])(
    "a loop in the %s ends in a sentence",
    async (role, line) => {
      const looping = (solution[SCRIPT] ?? "").replace(line, `${line} for (;;) {}`);
      const verdict = await judgeInNode(exercise, answerFiles(exercise, { [SCRIPT]: looping }));
      expect(verdict).toMatchObject({ status: "error", error: { code: "script-stuck", file: SCRIPT } });
      expect(verdict.error?.message).toContain(`The ${role} half`);
    },
    60_000,
  );

  test("a half that is missing is named", async () => {
    const files = answerFiles(exercise, { [SCRIPT]: "export const server = 1; export function client() {}" });
    expect(await judgeInNode(exercise, files)).toMatchObject({
      status: "error",
      error: { code: "script-load", message: expect.stringContaining("function server(request, database)") },
    });
  }, 60_000);

  test("a package that is no part of a script is refused with its place", async () => {
    const files = answerFiles(exercise, { [SCRIPT]: `import "jsonwebtoken";` });
    expect(await judgeInNode(exercise, files)).toMatchObject({
      status: "error",
      error: {
        code: "compile",
        file: SCRIPT,
        line: 1,
        message: `The script cannot import "jsonwebtoken": it is not part of this sandbox. It can import jose`,
      },
    });
  });
});
