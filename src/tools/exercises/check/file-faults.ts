/** Do the manifest, the starter and the answers name the same files? */
import { nearest } from "../../../base/nearest.ts";
import type { SourceFiles } from "../../../wire/compiler.ts";
import type { ExerciseFolder, Fault } from "./folder.ts";

/** Fewer checks, or fewer known wrong answers, prove too little. */
const CHECKS_AT_LEAST = 4;
const WRONG_AT_LEAST = 3;

export function fileFaults({ id, manifest, starter, solution, wrong, checks }: ExerciseFolder): Fault[] {
  if (manifest === null) return [];
  const at = `exercises/${id}`;
  const named = new Map(manifest.files.map(({ path, editable }) => [path, editable]));
  const paths = Object.keys(starter);

  function answerFaults(place: string, files: SourceFiles): Fault[] {
    if (Object.keys(files).length === 0)
      return [`${at}/${place} changes no file of starter/. Put the files that differ there.`];
    return Object.entries(files).flatMap(([path, text]): Fault[] => {
      const file = `${at}/${place}/${path}`;
      const editable = named.get(path);
      if (editable === undefined)
        return [`${file} has no such file in starter/.${didYouMean(path, [...named.keys()])}`];
      if (!editable)
        return [`${file} changes a file that is read-only. Make it editable in exercise.json, or remove it.`];
      return starter[path] === text ? [`${file} is the same as in starter/. Remove it.`] : [];
    });
  }

  const faults = manifest.files.flatMap(({ path }, index): Fault[] => {
    const place = `${at}/exercise.json: files.${index}.path "${path}"`;
    if (manifest.files.findIndex((file) => file.path === path) !== index)
      return [`${place} is named twice. Remove one.`];
    return paths.includes(path) ? [] : [`${place} is not in starter/.${didYouMean(path, paths)}`];
  });
  for (const path of paths) {
    if (!named.has(path))
      faults.push(`${at}/starter/${path} is not in files of exercise.json. Name it there, or remove it.`);
  }
  faults.push(...answerFaults("solution", solution));
  for (const { name, files } of wrong) faults.push(...answerFaults(`wrong/${name}`, files));
  if (!Object.keys(checks).some((path) => path.endsWith(".check.ts")))
    faults.push(`${at}/checks has no file that ends in .check.ts. Add one.`);
  if (manifest.checks.length < CHECKS_AT_LEAST)
    faults.push(
      `${at}/exercise.json: checks has ${manifest.checks.length}. Give the exercise ${CHECKS_AT_LEAST} or more.`,
    );
  if (wrong.length < WRONG_AT_LEAST)
    faults.push(
      `${at}/wrong has ${wrong.length} wrong answers. Give it ${WRONG_AT_LEAST} or more: they prove that the checks see a mistake.`,
    );
  return faults;
}

export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === null
    ? ` There ${candidates.length === 1 ? "is" : "are"} ${candidates.join(", ")}.`
    : ` Did you mean "${meant}"?`;
}
