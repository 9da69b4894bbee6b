/** Does the exercise have its own place among the others? */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "../../../exercise/manifest.ts";
import { exerciseFolders } from "../read.ts";
import type { ExerciseFolder, Fault } from "./folder.ts";

export function catalogueFaults({ id, root, manifest }: ExerciseFolder): Fault[] {
  if (manifest === null) return [];
  return exerciseFolders(root)
    .filter((other) => other !== id && orderOf(join(root, other)) === manifest.order)
    .map(
      (other) =>
        `exercises/${id}/exercise.json: order ${manifest.order} is that of exercises/${other}, too. Choose another.`,
    );
}

/** Null when it cannot be read, which is a fault of that exercise. */
function orderOf(folder: string): number | null {
  try {
    const parsed = parseManifest(JSON.parse(readFileSync(join(folder, "exercise.json"), "utf8")));
    return parsed.ok ? parsed.value.order : null;
  } catch {
    return null;
  }
}
