/** `hints.md`: under `## <check id>` a list, from the gentle hint to the plain one. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Hint } from "../../exercise/exercise.ts";
import { ROOT } from "../bundle.ts";
import { authorError } from "./author-error.ts";
import { decode, renderProse } from "./prose.ts";

/** The hints of a check; throws, naming the file, when there is none. */
export function readHints(path: string): (check: string) => readonly Hint[] {
  const place = relative(ROOT, path);
  const hints = parseHints(readFileSync(path, "utf8"));
  return (check) => {
    const found = hints.get(check) ?? [];
    if (found.length > 0) return found.map((item) => toHint(item, place));
    throw authorError(
      `${place} has no hint for the check "${check}": add a heading "## ${check}" with a list under it`,
    );
  };
}

/** The Markdown of each hint, by check id. */
export function parseHints(markdown: string): Map<string, string[]> {
  const sections = markdown.split(/^## +/m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      // Lines of an item after the first are indented under it.
      const items = lines
        .join("\n")
        .split(/^[-*] +/m)
        .slice(1);
      return [heading.trim(), items.map((item) => item.replaceAll(/^ {2}/gm, "").trim())];
    }),
  );
}

export function toHint(item: string, place: string): Hint {
  const html = renderProse(item, place);
  return { html, text: plainText(html) };
}

function plainText(html: string): string {
  return decode(html.replaceAll(/<[^>]*>/g, ""))
    .replaceAll(/\s+/g, " ")
    .trim();
}
