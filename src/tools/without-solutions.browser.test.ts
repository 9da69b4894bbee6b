import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview, type PreviewServer } from "vite";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ROOT } from "./bundle.ts";
import { readFiles } from "./exercises/files.ts";
import { exerciseIds, readAnswers, readExercise } from "./exercises/read.ts";
import { launchChromium, openPage } from "./testing/browser.ts";

let folder = "";
let server: PreviewServer;
let url = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "handoff-without-solutions-"));
  const build = join(ROOT, "src/tools/build.mjs");
  const options = ["--without-solutions", "--sourcemap", "--logLevel", "error"];
  execFileSync(process.execPath, [build, ...options, "--outDir", folder], { cwd: ROOT, stdio: "pipe" });
  server = await preview({
    root: ROOT,
    logLevel: "error",
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port: 0 },
  });
  url = server.resolvedUrls?.local[0] ?? "";
}, 120_000);

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Neither how it is wrapped, nor how it is quoted and escaped in a string or a page, makes a difference. */
function plain(text: string): string {
  return text
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\\[nrt]/g, "")
    .replaceAll(/[\s"'`\\]/g, "");
}

/** Long enough to be said nowhere by chance. */
const LEAST_LENGTH = 16;

/**
 * Each line, and each two and three that follow each other: a lesson may quote one line of its solution. They begin and
 * end with a word, as a bracket may follow by chance.
 */
function linesOf(text: string): string[] {
  const lines = text.split("\n").map(plain).filter(Boolean);
  const hasWord = (line: string | undefined): boolean => /\w/.test(line ?? "");
  const runs = lines
    .flatMap((_, at) => [1, 2, 3].map((count) => lines.slice(at, at + count)))
    .filter((run) => hasWord(run[0]) && hasWord(run.at(-1)))
    .map((run) => run.join(""));
  return runs.filter((run) => run.length >= LEAST_LENGTH);
}

/** Lines, as written and as compiled, that are in an answer and in nothing that a learner is given. */
async function secrets(): Promise<string[]> {
  // The lesson page teaches with a few lines of its own.
  const given = [readFileSync(join(ROOT, "public/lesson.html"), "utf8")];
  const found = new Set<string>();
  for (const id of exerciseIds()) {
    const { solution: _solution, wrong: _wrong, ...rest } = groups(readFiles(join(ROOT, "exercises", id)));
    given.push(...Object.values(rest).flat());
    // oxlint-disable-next-line no-await-in-loop -- esbuild is busy enough with one
    const exercise = await readExercise(id);
    given.push(...exercise.precompiled.flatMap(({ app }) => Object.values(app)));
    // oxlint-disable-next-line no-await-in-loop
    const { solution, wrong, precompiled } = await readAnswers(id);
    const answers = [
      ...Object.values(solution),
      ...wrong.flatMap(({ files }) => Object.values(files)),
      ...precompiled.flatMap(({ app }) => Object.values(app)),
    ];
    for (const line of answers.flatMap(linesOf)) found.add(line);
    for (const { name } of wrong) found.add(name);
  }
  const all = plain(given.join("\n"));
  return [...found].filter((line) => !all.includes(line));
}

/** Texts of files by the folder or file at the top that they are in. */
function groups(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const [path, text] of Object.entries(files)) (grouped[path.split("/")[0] ?? ""] ??= []).push(text);
  return grouped;
}

/** Path to the text without whitespace and quotes, for every file of a built site. */
function siteTexts(site: string): ReadonlyMap<string, string> {
  const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(site.length + 1),
      plain(readFileSync(join(parentPath, name), "utf8")),
    ]),
  );
}

test("no line of a solution or a wrong answer is in any file of a site without solutions; in the other site all are", async () => {
  const wanted = await secrets();
  // At least a few a piece, as written and as compiled.
  expect(wanted.length).toBeGreaterThan(exerciseIds().length * 8);

  const usual = [...siteTexts(inject("siteFolder")).values()].join("\n");
  expect(wanted.filter((line) => !usual.includes(line))).toEqual([]);

  const texts = siteTexts(folder);
  expect([...texts.keys()].some((path) => path.endsWith(".map"))).toBe(true);
  const leaks = [...texts].flatMap(([path, text]) =>
    wanted.filter((line) => text.includes(line)).map((line) => `${path}: ${line}`),
  );
  expect(leaks).toEqual([]);
});

test("the instructor's page then says so, offers the starter only, and runs it", async () => {
  const browser = await launchChromium();
  const { page, problems } = await openPage(browser, `${url}?view=instructor`);
  await page.getByText("This site was built without solutions").waitFor();
  const table = page.getByRole("table", { name: /The identity handoff/ });
  expect(await table.getByRole("rowheader").count()).toBe(1);
  await page.getByRole("button", { name: "Run all of The identity handoff" }).click();
  await page.getByText("1 of 1 done. As expected: 1; not as expected: 0.").waitFor();
  expect(problems).toEqual([]);

  await page.goto(`${url}?exercise=identity-handoff&answer=solution`);
  await page.getByText("This site has no answer named “solution” to this exercise.").waitFor();
  await page.goto(`${url}?exercise=identity-handoff`);
  await page.getByRole("textbox", { name: /^Code editor/ }).waitFor();
  expect(await page.getByRole("button", { name: "Show solution" }).count()).toBe(0);
  await browser.close();
});
