/** Each fault that an author can make in the files, told in one sentence with its place and a way out. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EXERCISES } from "../read.ts";
import { folderFaults } from "./check.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "handoff-exercises-"));
  cpSync(join(EXERCISES, "identity-handoff"), join(root, "mine"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** The first of them starts esbuild, which takes its time on a busy machine. */
const SLOW_MS = 30_000;

const at = (path: string): string => join(root, "mine", path);

/** Faults that begin with a temporary path are told as an author of the repository would read them. */
async function faults(): Promise<string[]> {
  return (await folderFaults("mine", root)).map((fault) =>
    fault.replaceAll(join(root, "mine"), "exercises/mine"),
  );
}

function replace(path: string, from: string, to: string): void {
  const text = readFileSync(at(path), "utf8");
  expect(text).toContain(from);
  writeFileSync(at(path), text.replace(from, to));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

test("the identity handoff has none", { timeout: SLOW_MS }, async () => {
  expect(await faults()).toEqual([]);
});

describe("told with its file and a way out", () => {
  test.each<[string, () => void, string]>([
    [
      "a file that starter/ does not have",
      () => replace("exercise.json", '"convex/tasks.ts"', '"convex/task.ts"'),
      `exercises/mine/exercise.json: files.0.path "convex/task.ts" is not in starter/. Did you mean "convex/tasks.ts"?`,
    ],
    [
      "a file that the manifest does not name",
      () => put("starter/convex/notes.ts", "export {};"),
      "exercises/mine/starter/convex/notes.ts is not in files of exercise.json. Name it there, or remove it.",
    ],
    [
      "a key that means nothing",
      () => replace("exercise.json", '"summary"', '"sumary"'),
      `exercises/mine/exercise.json: the manifest has a key "sumary" that means nothing here. Did you mean "summary"?`,
    ],
    [
      "a manifest that is not JSON",
      () => writeFileSync(at("exercise.json"), "{,"),
      "exercises/mine/exercise.json is not JSON: ",
    ],
    [
      "an order that is taken",
      () => cpSync(at("."), join(root, "other"), { recursive: true }),
      "exercises/mine/exercise.json: order 1 is that of exercises/other, too. Choose another.",
    ],
    [
      "a check without hints",
      () => replace("hints.md", "## own-rows-only", "## own-row-only"),
      `exercises/mine/hints.md has no hint for the check "own-rows-only". Add a heading "## own-rows-only" with a list under it.`,
    ],
    [
      "hints without a check",
      () => replace("hints.md", "## own-rows-only", "## own-row-only"),
      `exercises/mine/hints.md has hints for "own-row-only", which is no check. Did you mean "own-rows-only"?`,
    ],
    [
      "a check that is no test",
      () => replace("exercise.json", "An anonymous request gets nothing", "Anonymous requests get nothing"),
      `exercises/mine/exercise.json: checks.0.title "Anonymous requests get nothing" is no test in checks/.`,
    ],
    [
      "a test that is no check",
      () =>
        replace(
          "checks/handoff.check.ts",
          "An anonymous request gets nothing",
          "An anonymous request gets none",
        ),
      `exercises/mine/checks/handoff.check.ts: the test "An anonymous request gets none" is no check of exercise.json. Did you mean "An anonymous request gets nothing"?`,
    ],
    [
      "two checks of one name",
      () => replace("exercise.json", '"id": "forged-refused"', '"id": "own-rows-only"'),
      `exercises/mine/exercise.json: checks.2.id "own-rows-only" is taken. Choose another.`,
    ],
    [
      "too few checks",
      () => {
        const manifest = JSON.parse(readFileSync(at("exercise.json"), "utf8")) as { checks: unknown[] };
        put("exercise.json", JSON.stringify({ ...manifest, checks: manifest.checks.slice(0, 3) }));
      },
      "exercises/mine/exercise.json: checks has 3. Give the exercise 4 or more.",
    ],
    [
      "no checks at all",
      () => rmSync(at("checks"), { recursive: true }),
      "exercises/mine/checks has no file that ends in .check.ts. Add one.",
    ],
    [
      "raw HTML in a hint",
      () => replace("hints.md", "- A token is only", "- A <b>token</b> is only"),
      'exercises/mine/hints.md has raw HTML near "<b>token</b> is only',
    ],
    [
      "a hint whose words are in two hints",
      () => put("wrong/throws-at-strangers/expected.json", '{ "fails": ["forged-refused"], "hint": "rows" }'),
      `exercises/mine/wrong/throws-at-strangers/expected.json: hint "rows" is in the first hint for "anonymous-gets-nothing", too. Choose words that only the one for "forged-refused" has.`,
    ],
    [
      "a lesson that speaks of variables that are not there",
      () => replace("lesson.md", "`convex/tasks.ts`", "`deployment.env`"),
      "exercises/mine/lesson.md speaks of `deployment.env`, which is not in starter/.",
    ],
    [
      "what the referee does not have",
      () => replace("checks/handoff.check.ts", "expect(await anonymous", "expect.soft(await anonymous"),
      "exercises/mine/checks/handoff.check.ts: line 17: expect.soft is not there.",
    ],
    [
      "a lesson that speaks of a file that is not there",
      () => replace("lesson.md", "`convex/tasks.ts`", "`convex/todos.ts`"),
      "exercises/mine/lesson.md speaks of `convex/todos.ts`, which is not in starter/.",
    ],
    [
      "a wrong answer that fails an unknown check",
      () => put("wrong/owner-from-email/expected.json", '{ "fails": ["own-row"], "hint": "x" }'),
      `exercises/mine/wrong/owner-from-email/expected.json: fails "own-row" is no check.`,
    ],
    [
      "a wrong answer without expected.json",
      () => rmSync(at("wrong/owner-from-email/expected.json")),
      "exercises/mine/wrong/owner-from-email/expected.json is missing. Add it.",
    ],
    [
      "a wrong answer that changes what a learner cannot",
      () => put("wrong/owner-from-email/.env.local", "A=1"),
      "exercises/mine/wrong/owner-from-email/.env.local changes a file that is read-only.",
    ],
    [
      "a solution with a file that starter/ does not have",
      () => put("solution/convex/task.ts", "export {};"),
      `exercises/mine/solution/convex/task.ts has no such file in starter/. Did you mean "convex/tasks.ts"?`,
    ],
    [
      "an answer that is the starter's",
      () => cpSync(at("starter/convex/schema.ts"), at("solution/convex/schema.ts")),
      "exercises/mine/solution/convex/schema.ts is the same as in starter/. Remove it.",
    ],
    ["no lesson", () => rmSync(at("lesson.md")), "exercises/mine/lesson.md is missing. Add it."],
    [
      "too few wrong answers",
      () => rmSync(at("wrong"), { recursive: true }),
      "exercises/mine/wrong has 0 wrong answers. Give it 3 or more",
    ],
    [
      "scenarios with a person that Clerk would not have",
      () => replace("scenarios.ts", "user_2handoffAda", "ada"),
      `exercises/mine/scenarios.ts: people.0.id must be text that begins with user_, and is "adaLovelace0001".`,
    ],
    [
      "scenarios that cannot be read",
      () => writeFileSync(at("scenarios.ts"), "export default {"),
      "exercises/mine/scenarios.ts: line 1: Expected identifier but found end of file.",
    ],
    [
      "scenarios that throw",
      () => writeFileSync(at("scenarios.ts"), `throw new Error("no people today"); export default 1;`),
      "exercises/mine/scenarios.ts: no people today.",
    ],
  ])("%s", { timeout: SLOW_MS }, async (_, spoil, sentence) => {
    expect(existsSync(at("exercise.json"))).toBe(true);
    spoil();
    expect(await faults()).toEqual(expect.arrayContaining([expect.stringContaining(sentence)]));
  });
});
