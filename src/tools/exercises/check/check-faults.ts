/** Do the tests in `checks/` and the checks of the manifest have the same titles, and can the referee run them? */
import { didYouMean } from "./file-faults.ts";
import { readCheckSource } from "./check-source.ts";
import type { ExerciseFolder, Fault } from "./folder.ts";

export function checkFaults({ id, manifest, checks }: ExerciseFolder): Fault[] {
  if (manifest === null) return [];
  const sources = Object.entries(checks)
    .filter(([path]) => path.endsWith(".ts"))
    .map(([path, text]) => ({ path, ...readCheckSource(text) }));
  if (sources.length === 0) return [];
  const titles = sources.flatMap((source) => source.titles);
  const named = manifest.checks.map(({ title }) => title);
  const faults = sources.flatMap(({ path, faults: found }) =>
    found.map((fault) => `exercises/${id}/checks/${path}: ${fault}`),
  );

  for (const { path, titles: own } of sources) {
    for (const title of own) {
      if (!named.includes(title))
        faults.push(
          `exercises/${id}/checks/${path}: the test "${title}" is no check of exercise.json.${didYouMean(title, named)}`,
        );
      else if (titles.indexOf(title) !== titles.lastIndexOf(title))
        faults.push(`exercises/${id}/checks/${path}: two tests have the title "${title}". Rename one.`);
    }
  }
  for (const [index, title] of named.entries()) {
    if (titles.includes(title) || sources.some(({ hasMadeTitles }) => hasMadeTitles)) continue;
    faults.push(
      `exercises/${id}/exercise.json: checks.${index}.title "${title}" is no test in checks/.${didYouMean(title, titles)}`,
    );
  }
  return faults;
}
