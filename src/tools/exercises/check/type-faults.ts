/** Does everything hold against the types of the real packages? */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../bundle.ts";
import { toldPath, type ExerciseFolder, type Fault } from "./folder.ts";

export function typeFaults({ id, root, path }: ExerciseFolder): Fault[] {
  const project = join(path, "tsconfig.json");
  if (!existsSync(project)) return [`${toldPath(project)} is missing. Copy that of another exercise.`];
  const all = join(root, "tsconfig.json");
  const { references } = JSON.parse(readFileSync(all, "utf8")) as { references: { path: string }[] };
  const faults: Fault[] = references.some((reference) => reference.path === `./${id}`)
    ? []
    : [`${toldPath(all)} has no reference to this exercise. Add { "path": "./${id}" }.`];
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-b", "--pretty", "false", project], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status === 0) return faults;
  const lines = stdout.split("\n").filter((line) => line.includes("error TS"));
  return [...faults, ...(lines.length > 0 ? lines : [`${toldPath(project)}: tsc could not be run.`])];
}
