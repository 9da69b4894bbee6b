/**
 * The headers that the site asks of its host: those of `public/_headers`, which some static hosts read by themselves. One
 * of them depends on the exercises: `Connection-Allowlist` also closes links, so it names where the lessons link to.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./bundle.ts";
import { decode, renderProse } from "./exercises/prose.ts";
import { EXERCISES, exerciseFolders } from "./exercises/read.ts";

const HEADER = "Connection-Allowlist";
const NOTHING_ELSE = "(response-origin)";
const PROSE = ["lesson.md", "hints.md"];
const LINK = /<a [^>]*href="(https:[^"]+)"/g;

/** The file, with the links of the exercises in it. */
export function headersFile(): string {
  const text = readFileSync(join(ROOT, "public/_headers"), "utf8");
  if (!text.includes(`${HEADER}: ${NOTHING_ELSE}`)) throw new Error(`public/_headers has no ${HEADER}`);
  return text.replace(NOTHING_ELSE, connectionAllowlist());
}

/** For every file of the site; names in lower case. */
export function offeredHeaders(): Readonly<Record<string, string>> {
  return headersIn(headersFile());
}

/** In the notation of `_headers` files. */
export function headersIn(text: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/^ {2}([\w-]+): (.+)$/gm)) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** Learner code may open a connection there, too, but send nothing over it: the policies of the pages stay. */
export function connectionAllowlist(root = EXERCISES): string {
  const origins = exerciseFolders(root).flatMap((id) =>
    PROSE.map((name) => join(root, id, name))
      .filter((path) => existsSync(path))
      .flatMap((path) => [...renderProse(readFileSync(path, "utf8"), path).matchAll(LINK)])
      .map(([, href = ""]) => new URL(decode(href)).origin),
  );
  const patterns = [...new Set(origins)].toSorted().map((origin) => `"${origin}/*"`);
  return `(${["response-origin", ...patterns].join(" ")})`;
}
