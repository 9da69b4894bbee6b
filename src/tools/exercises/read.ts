/** Reads `exercises/` and makes of each folder the `Exercise` and the `ExerciseAnswers` that the site loads. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Result } from "../../base/result.ts";
import type { Exercise, ExerciseAnswers, ExerciseSummary, WrongAnswer } from "../../exercise/exercise.ts";
import { parseExpected, parseManifest, parseScenarios, type Manifest } from "../../exercise/manifest.ts";
import { ROOT } from "../bundle.ts";
import { authorError } from "./author-error.ts";
import { bundleChecks, compileFiles, evaluate } from "./build.ts";
import { readFiles } from "./files.ts";
import { readHints } from "./hints.ts";
import { renderProse } from "./prose.ts";

export const EXERCISES = join(ROOT, "exercises");

/** Ids of all exercises, in the order of the catalogue. */
export function exerciseIds(): string[] {
  return exerciseFolders()
    .map((id) => ({ id, order: readManifest(join(EXERCISES, id)).order }))
    .toSorted((a, b) => a.order - b.order || a.id.localeCompare(b.id))
    .map(({ id }) => id);
}

/** Names of the folders with an exercise, readable or not. */
export function exerciseFolders(root = EXERCISES): string[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, "exercise.json")))
    .toSorted();
}

/** The value, or an error that tells the file and every fault in it with its place. */
function demand<T>(parsed: Result<T, readonly string[]>, path: string): T {
  if (parsed.ok) return parsed.value;
  throw authorError(`${relative(ROOT, path)}:\n  ${parsed.error.join("\n  ")}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw authorError(`${relative(ROOT, path)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readManifest(folder: string): Manifest {
  const path = join(folder, "exercise.json");
  return demand(parseManifest(readJson(path)), path);
}

export function readSummary(id: string, root = EXERCISES): ExerciseSummary {
  const { kind, title, summary, course, lesson } = readManifest(join(root, id));
  return { id, kind, title, summary, course, lesson };
}

export async function readExercise(id: string, root = EXERCISES): Promise<Exercise> {
  const folder = join(root, id);
  const manifest = readManifest(folder);
  const starter = readFiles(join(folder, "starter"));
  const files = manifest.files.map(({ path, editable }) => {
    const text = starter[path];
    if (text === undefined)
      throw authorError(`exercises/${id}/exercise.json names ${path}, which starter/ does not have`);
    return { path, editable, starter: text };
  });
  const scenariosPath = join(folder, "scenarios.ts");
  const hints = readHints(join(folder, "hints.md"));
  return {
    ...readSummary(id, root),
    version: createHash("sha256").update(JSON.stringify(starter)).digest("hex").slice(0, 12),
    lessonHtml: renderProse(readFileSync(join(folder, "lesson.md"), "utf8"), `exercises/${id}/lesson.md`),
    files,
    solutionPolicy: manifest.solution,
    checks: manifest.checks.map(({ id: check, title }) => ({ id: check, title, hints: hints(check) })),
    backend: manifest.backend,
    scenarios: demand(parseScenarios(await evaluate(scenariosPath)), scenariosPath),
    checksScript: await bundleChecks(folder),
    precompiled: [await compileFiles(`${id}/starter`, starter, manifest.kind)],
  };
}

export async function readAnswers(id: string, root = EXERCISES): Promise<ExerciseAnswers> {
  const folder = join(root, id);
  const solution = readFiles(join(folder, "solution"));
  const files = { ...readFiles(join(folder, "starter")), ...solution };
  return {
    solution,
    wrong: readWrongAnswers(join(folder, "wrong")),
    precompiled: [await compileFiles(`${id}/solution`, files, readManifest(folder).kind)],
  };
}

function readWrongAnswers(folder: string): WrongAnswer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name, "expected.json");
      const { "expected.json": _expected, ...files } = readFiles(join(folder, name));
      return { name, files, ...demand(parseExpected(readJson(path)), path) };
    });
}
