/** `hints.md`: under `## <check id>` a list, from the gentle hint to the plain one. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { micromark } from "micromark";
import type { Hint } from "../../exercise/exercise.ts";
import { ROOT } from "../bundle.ts";
import { authorError } from "./author-error.ts";

/** The hints of a check; throws, naming the file, when there is none. */
export function readHints(path: string): (check: string) => readonly Hint[] {
  const hints = parseHints(readFileSync(path, "utf8"));
  return (check) => {
    const found = hints.get(check);
    if (found !== undefined && found.length > 0) return found;
    throw authorError(
      `${relative(ROOT, path)} has no hint for the check "${check}": add a heading "## ${check}" with a list under it`,
    );
  };
}

/** By check id. */
export function parseHints(markdown: string): Map<string, Hint[]> {
  const sections = markdown.split(/^## +/m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      const items = lines
        .join("\n")
        .split(/^[-*] +/m)
        .slice(1);
      return [heading.trim(), items.map(toHint)];
    }),
  );
}

function toHint(item: string): Hint {
  // Lines of an item after the first are indented under it.
  const html = micromark(item.replaceAll(/^ {2}/gm, "").trim());
  return { html, text: plainText(html) };
}

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

function plainText(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, " ")
    .trim();
}
