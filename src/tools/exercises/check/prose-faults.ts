/** Do the lesson and the hints speak of what is there? */
import { parseHints } from "../hints.ts";
import { parseProse } from "../prose.ts";
import { didYouMean } from "./file-faults.ts";
import { textOf, type ExerciseFolder, type Fault } from "./folder.ts";

/** `convex/tasks.ts`, `.env.local`: what looks like a file of the exercise. */
const FILE_IN_PROSE = /`((?:[\w.@-]+\/)*[\w-]*\.(?:tsx?|jsx?|json|css|local))`/g;

export function proseFaults(folder: ExerciseFolder): Fault[] {
  const { id, manifest, starter, wrong } = folder;
  if (manifest === null) return [];
  const at = `exercises/${id}`;
  const ids = manifest.checks.map((check) => check.id);
  const hints = parseHints(textOf(folder, "hints.md"));
  const faults: Fault[] = [];

  for (const [index, check] of manifest.checks.entries()) {
    if (ids.indexOf(check.id) !== index)
      faults.push(`${at}/exercise.json: checks.${index}.id "${check.id}" is taken. Choose another.`);
    if ((hints.get(check.id) ?? []).length === 0)
      faults.push(
        `${at}/hints.md has no hint for the check "${check.id}". Add a heading "## ${check.id}" with a list under it.`,
      );
  }
  for (const heading of hints.keys()) {
    if (!ids.includes(heading))
      faults.push(`${at}/hints.md has hints for "${heading}", which is no check.${didYouMean(heading, ids)}`);
  }
  for (const { name, outcome } of wrong) {
    for (const check of outcome !== null && "fails" in outcome ? outcome.fails : []) {
      if (!ids.includes(check))
        faults.push(
          `${at}/wrong/${name}/expected.json: fails "${check}" is no check.${didYouMean(check, ids)}`,
        );
    }
  }
  for (const file of ["lesson.md", "hints.md"]) {
    const prose = parseProse(textOf(folder, file));
    if (!prose.ok) faults.push(`${at}/${file} ${prose.error}`);
    const mentioned = new Set(
      [...textOf(folder, file).matchAll(FILE_IN_PROSE)].map(([, path]) => path ?? ""),
    );
    for (const path of mentioned) {
      const isThere = Object.keys(starter).some((known) => known === path || known.endsWith(`/${path}`));
      if (!isThere)
        faults.push(
          `${at}/${file} speaks of \`${path}\`, which is not in starter/.${didYouMean(path, Object.keys(starter))}`,
        );
    }
  }
  return faults;
}
