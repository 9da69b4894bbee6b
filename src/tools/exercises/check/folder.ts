/** An exercise's folder as `check` looks at it, before anything is known to be right. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { BuildFailure } from "esbuild-wasm";
import { failure, type Result } from "../../../base/result.ts";
import { parseExpected, parseManifest, parseScenarios, type Manifest } from "../../../exercise/manifest.ts";
import type { WrongOutcome } from "../../../exercise/exercise.ts";
import type { SourceFiles } from "../../../wire/compiler.ts";
import { ROOT } from "../../bundle.ts";
import { evaluate } from "../build.ts";
import { folderNames, readFiles } from "../files.ts";

/** One thing that is wrong: the file, what it is, and what to do, in one sentence or two. */
export type Fault = string;

export type ExerciseFolder = {
  readonly id: string;
  /** The folder of all exercises. */
  readonly root: string;
  readonly path: string;
  /** Null when it cannot be read; the faults say why. */
  readonly manifest: Manifest | null;
  readonly starter: SourceFiles;
  readonly solution: SourceFiles;
  readonly wrong: readonly WrongFolder[];
  readonly checks: SourceFiles;
  /** Faults of the files that were parsed. */
  readonly faults: readonly Fault[];
};

type WrongFolder = {
  readonly name: string;
  readonly files: SourceFiles;
  readonly outcome: WrongOutcome | null;
};

/** As it is told to an author: from the repository's root where there is one. */
export function toldPath(path: string): string {
  const fromRoot = relative(ROOT, path).replaceAll("\\", "/");
  return fromRoot.startsWith("..") ? path : fromRoot;
}

export async function openFolder(id: string, root: string): Promise<ExerciseFolder> {
  const path = join(root, id);
  const faults: Fault[] = [];

  function parsed<T>(file: string, parse: (value: unknown) => Result<T, readonly string[]>): T | null {
    const value = json(join(path, file));
    if ("fault" in value) {
      faults.push(value.fault);
      return null;
    }
    return taken(file, parse(value.value));
  }

  function taken<T>(file: string, result: Result<T, readonly string[]>): T | null {
    if (result.ok) return result.value;
    faults.push(...result.error.map((fault) => `${toldPath(join(path, file))}: ${fault}`));
    return null;
  }

  const manifest = parsed("exercise.json", parseManifest);
  const wrong = folderNames(join(path, "wrong")).map((name): WrongFolder => {
    const folder = join("wrong", name);
    const { "expected.json": _expected, ...files } = readFiles(join(path, folder));
    return { name, files, outcome: parsed(join(folder, "expected.json"), parseExpected) };
  });
  for (const file of ["lesson.md", "hints.md", "scenarios.ts"]) {
    if (!existsSync(join(path, file))) faults.push(`${toldPath(join(path, file))} is missing. Add it.`);
  }
  if (existsSync(join(path, "scenarios.ts"))) {
    const scenarios = await evaluate(join(path, "scenarios.ts")).then(
      (value) => parseScenarios(value),
      (error: unknown) => failure([toldError(error)]),
    );
    taken("scenarios.ts", scenarios);
  }
  return {
    id,
    root,
    path,
    manifest,
    starter: readFiles(join(path, "starter")),
    solution: readFiles(join(path, "solution")),
    wrong,
    checks: readFiles(join(path, "checks")),
    faults,
  };
}

/** The text of a file of the folder; empty when it is missing, which is a fault already told. */
export function textOf(folder: ExerciseFolder, file: string): string {
  const path = join(folder.path, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function json(path: string): { readonly value: unknown } | { readonly fault: Fault } {
  if (!existsSync(path)) return { fault: `${toldPath(path)} is missing. Add it.` };
  try {
    return { value: JSON.parse(readFileSync(path, "utf8")) as unknown };
  } catch (error) {
    return { fault: `${toldPath(path)} is not JSON: ${firstLine(error)}.` };
  }
}

/** Of a file that does not compile: where and why; of one that throws: what. */
function toldError(error: unknown): string {
  const [fault] = (error as Partial<BuildFailure>).errors ?? [];
  if (fault === undefined) return `${firstLine(error)}.`;
  return `line ${fault.location?.line ?? 1}: ${fault.text}.`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? text;
}
