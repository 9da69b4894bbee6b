/** Learner code that does not let go, in one engine: that it is stopped, that the page goes on, and that the next run works. */
import {
  CELLS,
  CHECK_CELLS,
  SCRIPT_CELLS,
  withCode,
  withCodeInCheck,
  type Cell,
} from "../testing/stoppable-cells.ts";
import type { Engine, EngineName } from "./engine.ts";
import { inAnyWords } from "./engine-words.ts";
import { APP, embedding, openIn, rightFiles, runIn, SCRIPT } from "./exercise-page.ts";
import { RunLog, type Ran, type RunReport } from "./run-log.ts";
import { openControlSite, openSite, type ControlSite } from "./sites.ts";

/** What neither a loop guard nor the end of a worker stops. Only in Chromium has the app a process of its own. */
const FREEZES: ReadonlySet<string> = new Set([
  "microtasks in the app",
  "endless recursion in the app",
  // Its loop may yet end, so that it has 1.2 s.
  "arrays in the app",
]);

const STOPPABLE = [...CELLS, ...SCRIPT_CELLS].filter(({ what }) => !FREEZES.has(what));

/** What memory bombs leave in its process, WebKit gives back late: it held 3 GB after fifty of these runs, and crashed. */
const CELLS_PER_BROWSER = 12;

type Launch = () => Promise<Engine>;

export async function runStopped(
  name: EngineName,
  launch: Launch,
  siteFolder: string,
): Promise<readonly RunReport[]> {
  const log = new RunLog(name);
  const hosts = await openControlSite();
  try {
    for (const exercise of [APP, SCRIPT]) await runCells(log, launch, siteFolder, hosts, exercise);
    for (const cells of inParts(CHECK_CELLS)) {
      await inBrowser(launch, async (engine) => {
        const run = (code: string): Promise<Ran> => runCheck(engine, siteFolder, hosts, code);
        await log.noteUsual(`${APP}, solved, in a fresh page`, () => run(""));
        for (const cell of cells) await log.note(cell.what, () => run(cell.code), inWords(cell));
      });
    }
  } finally {
    hosts.close();
  }
  return log.reports;
}

async function runCells(
  log: RunLog,
  launch: Launch,
  siteFolder: string,
  hosts: ControlSite,
  exercise: string,
): Promise<void> {
  const right = rightFiles(exercise);
  const site = await openSite(siteFolder, false);
  const host = hosts.serve({ html: embedding(site.url, exercise) });
  try {
    for (const cells of inParts(STOPPABLE.filter(({ path }) => path in right))) {
      await inBrowser(launch, async (engine) => {
        await openIn(engine, host);
        await log.noteUsual(`${exercise}, before what does not let go`, () => runIn(engine, right));
        for (const cell of cells) {
          const wrong = { ...right, [cell.path]: withCode(cell, right[cell.path] ?? "") };
          await log.note(cell.what, () => runIn(engine, wrong), inWords(cell));
          await log.note(`${cell.what}: the next run`, () => runIn(engine, right), { status: "passed" });
        }
      });
    }
  } finally {
    await site.switchOff();
  }
}

/** With code in its first check. On a site of its own each: browsers keep the exercise. */
async function runCheck(engine: Engine, siteFolder: string, hosts: ControlSite, code: string): Promise<Ran> {
  const site = await openSite(siteFolder, false);
  try {
    site.rewrite = (text) => withCodeInCheck(code, text);
    await openIn(engine, hosts.serve({ html: embedding(site.url, APP) }));
    return await runIn(engine, rightFiles(APP));
  } finally {
    await site.switchOff();
  }
}

function inWords<Some extends Pick<Cell, "sentence">>(cell: Some): Some {
  return { ...cell, sentence: inAnyWords(cell.sentence) };
}

async function inBrowser(launch: Launch, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await launch();
  try {
    await work(engine);
  } finally {
    await engine.close();
  }
}

function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / CELLS_PER_BROWSER);
  return Array.from({ length: count }, (_, at) =>
    items.slice(at * CELLS_PER_BROWSER, (at + 1) * CELLS_PER_BROWSER),
  );
}
