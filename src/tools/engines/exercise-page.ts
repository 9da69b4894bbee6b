/** An exercise in a page that embeds it: opened, filled and run. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXERCISES } from "../exercises/read.ts";
import { beginGapMeasure } from "../testing/gaps.ts";
import { hostHtml } from "../testing/host-site.ts";
import { call, type Engine } from "./engine.ts";
import { openEmbed, runFiles } from "./in-page.ts";
import type { Ran } from "./run-log.ts";

export type Files = Readonly<Record<string, string>>;

export const APP = "identity-handoff";
export const SCRIPT = "handoff-in-miniature";

/** `site` ends in a slash. */
export function embedding(site: string, exercise: string): string {
  return hostHtml(
    `<handoff-exercise exercise="${exercise}" loading="eager" persist="off"></handoff-exercise>`,
    `<script type="module" src="${site}embed.js"></script>`,
  );
}

/** `url`: of a page that embeds an exercise. */
export async function openIn({ tab }: Engine, url: string): Promise<void> {
  await tab.goto(url);
  await call(tab, openEmbed);
  await call(tab, beginGapMeasure);
}

export async function runIn({ tab }: Engine, files: Files): Promise<Ran> {
  return call(tab, runFiles, files);
}

/** The starter with the solution over it: the files that can be edited. */
export function rightFiles(exercise: string): Files {
  const folder = join(EXERCISES, exercise);
  const manifest = JSON.parse(readFileSync(join(folder, "exercise.json"), "utf8")) as {
    readonly files: readonly { readonly path: string; readonly editable?: boolean }[];
  };
  const files: Record<string, string> = {};
  for (const { path, editable } of manifest.files) {
    if (editable === false) continue;
    const place = ["solution", "starter"]
      .map((name) => join(folder, name, path))
      .find((name) => existsSync(name));
    if (place !== undefined) files[path] = readFileSync(place, "utf8");
  }
  return files;
}
