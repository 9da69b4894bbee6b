/** Reads `exercises/` and makes of each folder the `Exercise` that the site loads. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild-wasm";
import { micromark } from "micromark";
import { compile } from "../compiler/compile.ts";
import type { Exercise, ExerciseSummary } from "../exercise/exercise.ts";
import { parseManifest, type Manifest } from "../exercise/manifest.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import { DEFINE_CHECKS, moduleFactory } from "../wire/scripts.ts";
import { ROOT } from "./bundle.ts";

const FOLDER = join(ROOT, "exercises");

/** Ids of all exercises, in alphabetical order. */
export function exerciseIds(): string[] {
  return readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, "exercise.json")));
}

/** Throws with every fault of the manifest, each with its place. */
function readManifest(id: string): Manifest {
  const path = join(FOLDER, id, "exercise.json");
  const manifest = parseManifest(JSON.parse(readFileSync(path, "utf8")));
  if (!manifest.ok) throw new Error(`${relative(ROOT, path)}:\n  ${manifest.error.join("\n  ")}`);
  return manifest.value;
}

export function readSummary(id: string): ExerciseSummary {
  const { title, summary, course, lesson } = readManifest(id);
  return { id, title, summary, course, lesson };
}

export async function readExercise(id: string): Promise<Exercise> {
  const manifest = readManifest(id);
  const folder = join(FOLDER, id);
  const starter = readFiles(join(folder, "starter"));
  const solution = readFiles(join(folder, "solution"));
  const files = manifest.files.map(({ path, editable }) => {
    const text = starter[path];
    if (text === undefined)
      throw new Error(`exercises/${id}/exercise.json names ${path}, which starter/ does not have`);
    return { path, editable, starter: text };
  });
  const { backend, checks, checkRows } = manifest;
  return {
    ...readSummary(id),
    version: createHash("sha256").update(JSON.stringify(starter)).digest("hex").slice(0, 12),
    // micromark leaves raw HTML and dangerous URL schemes out unless told otherwise.
    lessonHtml: micromark(readFileSync(join(folder, "lesson.md"), "utf8")),
    files,
    solution,
    checks,
    backend,
    checkRows,
    checksScript: await bundleChecks(folder),
    compiled: [await compiled(id, starter), await compiled(id, { ...starter, ...solution })],
  };
}

async function compiled(id: string, files: SourceFiles): Promise<Exercise["compiled"][number]> {
  const result = await compile({ build }, files);
  if (result.ok) return { files, app: result.value };
  const places = result.error.map((fault) => `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  throw new Error(`exercises/${id} does not compile:\n  ${places.join("\n  ")}`);
}

async function bundleChecks(folder: string): Promise<string> {
  const entries = readdirSync(join(folder, "checks")).filter((name) => name.endsWith(".check.ts"));
  const result = await build({
    stdin: {
      contents: entries.map((name) => `import "./checks/${name}";`).join("\n"),
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: "cjs",
    target: "es2022",
    charset: "utf8",
    external: ["vitest", "handoff/checks"],
  });
  return moduleFactory(DEFINE_CHECKS, result.outputFiles[0]?.text ?? "");
}

/** Every file below a folder, by its path from there; none when the folder is missing. */
function readFiles(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files: Record<string, string> = {};
  const visit = (directory: string): void => {
    for (const name of readdirSync(directory).toSorted()) {
      const path = join(directory, name);
      // Types for our own check; the sandbox provides these modules itself.
      if (name === "_generated") continue;
      if (statSync(path).isDirectory()) visit(path);
      else files[relative(folder, path).replaceAll("\\", "/")] = readFileSync(path, "utf8");
    }
  };
  visit(folder);
  return files;
}
