/** Makes a new exercise: a copy of one that works, under its own name and in its own place of the catalogue. */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure, success, type Result } from "../../base/result.ts";
import { EXERCISES, exerciseFolders } from "./read.ts";

const TEMPLATE = "identity-handoff";

/** The folder of the new exercise, or why there is none, in a sentence. `template` is an exercise of ours. */
export function newExercise(
  slug: string | undefined,
  root = EXERCISES,
  template = TEMPLATE,
): Result<string, string> {
  if (slug === undefined)
    return failure(
      "Name the exercise: npm run exercise -- new the-right-hook. Lower case, words joined by hyphens.",
    );
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug))
    return failure(`"${slug}" cannot be a name. Use words in lower case joined by hyphens: the-right-hook.`);
  const folder = join(root, slug);
  if (existsSync(folder)) return failure(`exercises/${slug} is there already. Choose another name.`);

  const order = Math.max(0, ...exerciseFolders(root).map((id) => orderOf(join(root, id)))) + 1;
  cpSync(join(EXERCISES, template), folder, { recursive: true });
  const words = slug.replaceAll("-", " ");
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  // As text, so that it stays as it is written; the first title is the exercise's own.
  edit(join(folder, "exercise.json"), (text) =>
    text.replace(/"order": \d+/, `"order": ${order}`).replace(/"title": "[^"]*"/, `"title": "${title}"`),
  );
  edit(join(root, "tsconfig.json"), (text) => withReference(text, `./${slug}`));
  return success(folder);
}

function orderOf(folder: string): number {
  const { order } = JSON.parse(readFileSync(join(folder, "exercise.json"), "utf8")) as { order: number };
  return order;
}

/** `tsc -b` then looks at the exercise, too. */
function withReference(tsconfig: string, path: string): string {
  const { references } = JSON.parse(tsconfig) as { references: { path: string }[] };
  const lines = [...references, { path }].map((one) => `    { "path": ${JSON.stringify(one.path)} }`);
  return `{\n  "files": [],\n  "references": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
