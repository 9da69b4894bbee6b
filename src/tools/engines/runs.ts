/** The site at work in one engine: a run to its verdict, and learner code that does not let go. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Verdict } from "../../wire/verdict.ts";
import { EXERCISES } from "../exercises/read.ts";
import { hostHtml } from "../testing/host-site.ts";
import { beginGapMeasure, LONGEST_GAP_MS, type Gaps } from "../testing/gaps.ts";
import { CELLS, LONGEST_RUN_MS, SCRIPT_CELLS, withCode, type Cell } from "../testing/stoppable-cells.ts";
import { call, type Engine, type EngineName } from "./engine.ts";
import { openEmbed, pressRun, runFiles } from "./in-page.ts";
import { openControlSite, openSite } from "./sites.ts";

export type Files = Readonly<Record<string, string>>;

/** What came of one run. */
export type RunReport = {
  readonly what: string;
  readonly tries: number;
  /** Of the page around the exercise, whose thread the workbench has, too. Null: not measured. */
  readonly gaps: Gaps | null;
  /** Of the run, in ms. */
  readonly durationMs: number;
  /** Null: all is as it must be. */
  readonly fault: string | null;
};

/** What the loop guard or the end of a worker stops in every engine; what only Chromium can stop is left out. */
const IN_EVERY_ENGINE: ReadonlySet<string> = new Set([
  "a loop in the app",
  "an async loop in the app",
  "deep recursion in the app",
  "a generator in a query",
  "an async loop in a query",
  "an async loop in auth.config.ts",
  "endless recursion in auth.config.ts",
]);

/** The engines' own words for one fault. */
const TOO_DEEP = /RangeError: Maximum call stack size exceeded|InternalError: too much recursion/;

const STOPPABLE: readonly Cell[] = [
  ...CELLS.filter(({ what }) => IN_EVERY_ENGINE.has(what)).map((cell) =>
    cell.sentence.test("RangeError: Maximum call stack size exceeded")
      ? { ...cell, sentence: TOO_DEEP }
      : cell,
  ),
  ...SCRIPT_CELLS,
];

const MOST_TRIES = 3;

const APP = "identity-handoff";
const SCRIPT = "handoff-in-miniature";

/** Each with and without the headers of `public/_headers`. */
export async function runSite(engine: Engine, siteFolder: string): Promise<readonly RunReport[]> {
  const hosts = await openControlSite();
  const reports: RunReport[] = [];
  try {
    for (const withHeaders of [false, true]) {
      const site = await openSite(siteFolder, withHeaders);
      const how = withHeaders ? ", with headers" : "";
      const note = (what: string, run: () => Promise<Ran>, expected: Expectation): Promise<void> =>
        noteRun(engine.name, reports, `${what}${how}`, run, expected);
      try {
        const page = `${site.url}?exercise=${APP}`;
        await note("the starter, by Run", () => runByButton(engine, page), { status: "failed" });
        for (const exercise of [APP, SCRIPT]) {
          const right = rightFiles(exercise);
          const host = hosts.serve({ html: embedding(site.url, exercise) });
          const first = (): Promise<Ran> => openIn(engine, host).then(() => runIn(engine, right));
          await note(`${exercise}, solved`, first, { status: "passed" });
          // Once is enough for what has nothing to do with headers.
          const cells = withHeaders ? [] : STOPPABLE.filter(({ path }) => path in right);
          for (const cell of cells) {
            const wrong = { ...right, [cell.path]: withCode(cell, right[cell.path] ?? "") };
            await note(cell.what, () => runIn(engine, wrong), cell);
            await note(`${cell.what}: the next run`, () => runIn(engine, right), { status: "passed" });
          }
          // WebKit does not know `credentialless`, which the site's headers say.
          if (!withHeaders || engine.name === "webkit") continue;
          const wary = hosts.serve({ html: embedding(site.url, exercise), headers: EMBEDDER_POLICY });
          const embedded = (): Promise<Ran> => openIn(engine, wary).then(() => runIn(engine, right));
          await note(`${exercise}, solved, in a page with an embedder policy`, embedded, {
            status: "passed",
          });
        }
      } finally {
        await site.switchOff();
      }
    }
  } finally {
    hosts.close();
  }
  return reports;
}

/** Of a host page that frames only what allows it. */
const EMBEDDER_POLICY = { "cross-origin-embedder-policy": "require-corp" };

type Ran = { readonly verdict: Verdict; readonly gaps: Gaps | null };
type Expectation = Pick<Cell, "expected" | "sentence"> | { readonly status: Verdict["status"] };

/** Again where it was not as it must be: a machine that is busy elsewhere may be late. A fault is there each time. */
async function noteRun(
  engine: EngineName,
  reports: RunReport[],
  what: string,
  run: () => Promise<Ran>,
  expected: Expectation,
): Promise<void> {
  // Of the exercise before; none, when this is the first.
  const usualMs = reports.findLast(({ what: each }) => each.includes(", solved"))?.durationMs ?? Infinity;
  for (let tries = 1; ; tries++) {
    const report = await run().then(
      ({ verdict, gaps }): RunReport => ({
        what,
        tries,
        gaps,
        durationMs: Math.round(verdict.durationMs),
        fault: faultOf(verdict, expected) ?? slowness(verdict, gaps, usualMs),
      }),
      (error: unknown): RunReport => ({ what, tries, gaps: null, durationMs: 0, fault: String(error) }),
    );
    const gap =
      report.gaps === null ? "" : `, gap ${report.gaps.main} ms (machine ${report.gaps.machine} ms)`;
    console.info(`${engine}: ${what}: ${report.fault ?? "as it must be"}, ${report.durationMs} ms${gap}`);
    if (report.fault !== null && tries < MOST_TRIES) continue;
    reports.push(report);
    return;
  }
}

function faultOf(verdict: Verdict, expectation: Expectation): string | null {
  const { error, checks, status } = verdict;
  const failed = checks.find(({ message }) => message !== undefined);
  const sentence = error?.message ?? failed?.message ?? "";
  const said = `${status} ${error?.code ?? ""} ${sentence}`.slice(0, 300);
  if ("status" in expectation) return status === expectation.status ? null : said;
  return holds(verdict, expectation.expected) && expectation.sentence.test(sentence) ? null : said;
}

/** Of code that does not let go: what ends by itself takes the time that it takes. */
function slowness({ status, durationMs }: Verdict, gaps: Gaps | null, usualMs: number): string | null {
  if (gaps === null || status !== "error") return null;
  if (gaps.main > LONGEST_GAP_MS + gaps.machine) return `the page waited ${gaps.main} ms`;
  const isLate = durationMs > LONGEST_RUN_MS + usualMs + gaps.machine;
  return isLate ? `ended after ${Math.round(durationMs)} ms` : null;
}

/** Whether everything that is expected is there; more may be. */
function holds(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return actual === expected;
  if (isMatcher(expected)) return expected.asymmetricMatch(actual);
  if (typeof actual !== "object" || actual === null) return false;
  return Object.entries(expected).every(([name, value]) => holds(Reflect.get(actual, name), value));
}

/** As the tests' `expect.stringMatching` gives. */
function isMatcher(value: object): value is { asymmetricMatch(actual: unknown): boolean } {
  return "asymmetricMatch" in value && typeof value.asymmetricMatch === "function";
}

async function runByButton({ tab }: Engine, url: string): Promise<Ran> {
  await tab.goto(url);
  return { verdict: await call(tab, pressRun), gaps: null };
}

function embedding(site: string, exercise: string): string {
  return hostHtml(
    `<handoff-exercise exercise="${exercise}" loading="eager" persist="off"></handoff-exercise>`,
    `<script type="module" src="${site}embed.js"></script>`,
  );
}

async function openIn({ tab }: Engine, url: string): Promise<void> {
  await tab.goto(url);
  await call(tab, openEmbed);
  await call(tab, beginGapMeasure);
}

async function runIn({ tab }: Engine, files: Files): Promise<Ran> {
  return call(tab, runFiles, files);
}

/** The starter with the solution over it: the files that can be edited. */
function rightFiles(exercise: string): Files {
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
