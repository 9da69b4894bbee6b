/** `npm run exercise -- check`, for every exercise: the real code, in Node. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkExercise, type Finding } from "./check/check.ts";
import { folderNames } from "./files.ts";
import { EXERCISES, exerciseFolders } from "./read.ts";

// Several at once: a run mostly waits, for what must come and for what must not.
test.concurrent.each(exerciseFolders())(
  "%s: its files agree, the starter fails, the solution passes, wrong answers fail their checks, each check can fail",
  { timeout: 180_000 },
  async (id) => {
    const findings: Finding[] = [];
    await checkExercise(id, (finding) => findings.push(finding));
    expect(findings.flatMap(({ faults }) => faults)).toEqual([]);
    // Nothing was left out.
    expect(findings.map(({ subject }) => subject)).toEqual([
      "files",
      "types",
      "compiles",
      "starter",
      "solution",
      ...folderNames(join(EXERCISES, id, "wrong")).map((name) => `wrong/${name}`),
      "each check is able to fail",
    ]);
  },
);

test.concurrent("of a broken exercise it is told which version is not what it must be", async () => {
  const root = mkdtempSync(join(tmpdir(), "handoff-check-"));
  const folder = join(root, "broken");
  cpSync(join(EXERCISES, "handoff-in-miniature"), folder, { recursive: true });
  writeFileSync(join(root, "tsconfig.json"), `{ "files": [], "references": [{ "path": "./broken" }] }`);
  // The solution forgets a line, a wrong answer promises another failure, and one more has another hint.
  const wrong = join(folder, "wrong");
  cpSync(join(wrong, "forgets-the-header/handoff.ts"), join(folder, "solution/handoff.ts"));
  rmSync(join(wrong, "verifies-without-audience"), { recursive: true });
  rmSync(join(wrong, "decodes-without-verifying"), { recursive: true });
  const promise = (name: string, fails: string, hint: string): void =>
    writeFileSync(join(wrong, name, "expected.json"), JSON.stringify({ fails: [fails], hint }));
  promise("forgets-the-header", "expired-refused", "short-lived");
  promise("trusts-the-query-string", "own-notes-only", "weather");
  cpSync(join(wrong, "forgets-the-header"), join(wrong, "third"), { recursive: true });
  writeFileSync(join(wrong, "third/expected.json"), `{ "error": "compile" }`);

  const told: Record<string, readonly string[]> = {};
  await checkExercise("broken", ({ subject, faults }) => (told[subject] = faults), root);
  rmSync(root, { recursive: true });
  const place = "exercises/broken/";
  expect(told).toMatchObject({
    files: [],
    compiles: [],
    starter: [],
    solution: [`${place}solution: “The client attaches the token that Clerk gave it” must pass, but failed.`],
    "wrong/forgets-the-header": [
      `${place}wrong/forgets-the-header: “A token that has expired gets nothing” must fail, but passed.`,
      `${place}wrong/forgets-the-header: “The client attaches the token that Clerk gave it” must pass, but failed.`,
      `${place}wrong/forgets-the-header: The hint for “The client attaches the token that Clerk gave it” must hold “short-lived”.`,
    ],
    "wrong/trusts-the-query-string": [
      `${place}wrong/trusts-the-query-string: The hint for “Ada's token gets Ada's notes and only hers” must hold “weather”.`,
    ],
    "wrong/third": [`${place}wrong/third: The run must end with the error “compile”, and it failed.`],
  });
}, 180_000);
