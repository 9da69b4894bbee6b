/** Does everything hold against the types of the real packages? */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../bundle.ts";
import { toldPath, type ExerciseFolder, type Fault } from "./folder.ts";

/** One at a time: they write the same files for what all exercises refer to. */
let last: Promise<unknown> = Promise.resolve();

export async function typeFaults({ id, root, path }: ExerciseFolder): Promise<Fault[]> {
  const project = join(path, "tsconfig.json");
  if (!existsSync(project)) return [`${toldPath(project)} is missing. Copy that of another exercise.`];
  const all = join(root, "tsconfig.json");
  const { references } = JSON.parse(readFileSync(all, "utf8")) as { references: { path: string }[] };
  const faults: Fault[] = references.some((reference) => reference.path === `./${id}`)
    ? []
    : [`${toldPath(all)} has no reference to this exercise. Add { "path": "./${id}" }.`];
  const output = last.then(() => build(project));
  last = output;
  const lines = (await output).split("\n").filter((line) => line !== "");
  return [...faults, ...lines];
}

/** What `tsc -b` has to say; nothing when all is well. */
function build(project: string): Promise<string> {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, "-b", "--pretty", "false", project],
      { cwd: ROOT },
      (error, stdout) =>
        resolve(error === null ? "" : stdout.trim() || `tsc could not be run: ${error.message}`),
    );
  });
}
