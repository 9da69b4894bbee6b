import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderFaults } from "./check/check.ts";
import { readFiles } from "./files.ts";
import { newExercise } from "./new.ts";
import { EXERCISES } from "./read.ts";

/** The first that reads scenarios starts esbuild, which takes its time on a busy machine. */
const SLOW_MS = 30_000;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "handoff-new-"));
  writeFileSync(join(root, "tsconfig.json"), `{ "files": [], "references": [] }`);
});
afterEach(() => rmSync(root, { recursive: true }));

test(
  "a new exercise is a proven one under a name and in a place of its own",
  { timeout: SLOW_MS },
  async () => {
    for (const [index, slug] of ["walk-the-dog", "feed-the-cat"].entries()) {
      expect(newExercise(slug, root)).toEqual({ ok: true, value: join(root, slug) });
      expect(await folderFaults(slug, root)).toEqual([]);
      const manifest = JSON.parse(readFileSync(join(root, slug, "exercise.json"), "utf8")) as unknown;
      expect(manifest).toMatchObject({ order: index + 1, lesson: { title: "Wiring Clerk to Convex" } });
      // What is the same as in an exercise whose checks are proven is proven.
      const { "exercise.json": _own, ...files } = readFiles(join(root, slug));
      const { "exercise.json": _template, ...proven } = readFiles(join(EXERCISES, "identity-handoff"));
      expect(files).toEqual(proven);
    }
    expect(readFileSync(join(root, "walk-the-dog/exercise.json"), "utf8")).toContain(
      `"title": "Walk the dog"`,
    );
    expect(JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"))).toEqual({
      files: [],
      references: [{ path: "./walk-the-dog" }, { path: "./feed-the-cat" }],
    });
  },
);

test("it can begin as a copy of another one, such as a script", { timeout: SLOW_MS }, async () => {
  expect(newExercise("count-the-sheep", root, "handoff-in-miniature")).toMatchObject({ ok: true });
  expect(await folderFaults("count-the-sheep", root)).toEqual([]);
  expect(JSON.parse(readFileSync(join(root, "count-the-sheep/exercise.json"), "utf8"))).toMatchObject({
    kind: "script",
    order: 1,
    title: "Count the sheep",
  });
});

test.each([
  [undefined, "Name the exercise: npm run exercise -- new the-right-hook."],
  ["Walk the dog", `"Walk the dog" cannot be a name. Use words in lower case joined by hyphens`],
  ["../outside", `"../outside" cannot be a name.`],
  ["taken", "exercises/taken is there already. Choose another name."],
])("%s is no name for one", (slug, sentence) => {
  newExercise("taken", root);
  expect(newExercise(slug, root)).toEqual({ ok: false, error: expect.stringContaining(sentence) });
});
