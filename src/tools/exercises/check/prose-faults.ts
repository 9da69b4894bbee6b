/** Do the lesson and the hints speak of what is there? */
import { parseHints, toHint } from "../hints.ts";
import { parseProse } from "../prose.ts";
import { didYouMean } from "./file-faults.ts";
import { textOf, type ExerciseFolder, type Fault } from "./folder.ts";

/** `convex/tasks.ts`, `.env.local`: what looks like a file of the exercise. */
const FILE_IN_PROSE = /`((?:[\w.@-]+\/)*[\w-]*\.(?:tsx?|jsx?|json|css|env|local))`/g;

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
  faults.push(...ambiguousHints(folder, ids, hints));
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

/** Words that are in the hints of two checks would not tell whether the right one is shown. */
function ambiguousHints(
  folder: ExerciseFolder,
  ids: readonly string[],
  hints: ReadonlyMap<string, readonly string[]>,
): Fault[] {
  if (!parseProse(textOf(folder, "hints.md")).ok) return [];
  const shown = new Map(ids.map((check) => [check, toHint(hints.get(check)?.[0] ?? "", "hints.md").text]));
  return folder.wrong.flatMap(({ name, outcome }) => {
    if (outcome === null || !("fails" in outcome)) return [];
    const { fails, hint } = outcome;
    const first = ids.find((check) => fails.includes(check));
    const other = ids.find((check) => check !== first && shown.get(check)?.includes(hint) === true);
    if (first === undefined || other === undefined) return [];
    const place = `exercises/${folder.id}/wrong/${name}/expected.json`;
    return [
      `${place}: hint "${hint}" is in the first hint for "${other}", too. Choose words that only the one for "${first}" has.`,
    ];
  });
}
