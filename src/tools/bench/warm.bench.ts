/** What a learner waits for once everything is loaded, and the memory that it takes then. */
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, inject, test } from "vitest";
import { readAnswers, readExercise } from "../exercises/read.ts";
import { BENCH_ARGUMENTS, launchChromium } from "../testing/browser.ts";
import { serveCompressed, type CompressedSite } from "../testing/serve-compressed.ts";
import type { WorkbenchPage } from "../testing/workbench-page.ts";
import type { Verdict } from "../../wire/verdict.ts";
import { interval } from "./marks.ts";
import { privateMegabytes } from "./memory.ts";
import { EXERCISE, openQuietWorkbench } from "./quiet-workbench.ts";
import { report } from "./report.ts";

const ROUNDS = 12;
const RUNAWAYS = 2;
/** The page makes its next sandbox in this time, as it does while a learner reads. */
const BETWEEN_RUNS_MS = 1000;

const TASKS = "convex/tasks.ts";
const PAGE = "app/page.tsx";
const exercise = await readExercise(EXERCISE);
const starter = (path: string): string => exercise.files.find((file) => file.path === path)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[TASKS] ?? "";

let browser: Browser;
let site: CompressedSite;
let workbench: WorkbenchPage;

beforeAll(async () => {
  site = await serveCompressed(inject("siteFolder"));
});
beforeEach(async () => {
  browser = await launchChromium(BENCH_ARGUMENTS);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  workbench = await openQuietWorkbench(page, site.url);
  return () => browser.close();
});
afterAll(() => site.close());

/** Waits as a learner would, presses Run, and gives the milliseconds until the verdict. */
async function run(expected: Verdict["status"], code?: string): Promise<number> {
  await pause(BETWEEN_RUNS_MS);
  const { status, error } = await workbench.run();
  if (status !== expected || error?.code !== code) {
    throw new Error(`The run ended as ${status} (${error?.message ?? "no error"}), not as ${expected}.`);
  }
  return interval(workbench.page, "handoff:run", "handoff:verdict");
}

/** Milliseconds from pressing Run to the app on screen, in the last run. */
const untilMounted = (): Promise<number> => interval(workbench.page, "handoff:run", "handoff:mounted");

test("Run pressed to verdict", async () => {
  await workbench.replaceFile(TASKS, solution);
  for (let warmUp = 0; warmUp < 2; warmUp++) await run("passed");
  const samples: number[] = [];
  const mounted: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    samples.push(await run("passed"));
    mounted.push(await untilMounted());
  }
  report({ group: 3, name: "warm: Run → verdict", unit: "ms", budget: 150, samples, beside: "p90" });
  report({
    group: 3,
    name: "warm: unedited, Run → app on screen",
    unit: "ms",
    budget: null,
    samples: mounted,
    beside: "p90",
  });
});

test("an edit to the app on screen, and the memory after it", async () => {
  await workbench.replaceFile(TASKS, solution);
  const samples: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    await workbench.editFile(PAGE, starter(PAGE), "My tasks", `Tasks of round ${round + 3}`);
    await run("passed");
    await workbench.app.getByText(`Tasks of round ${round + 3}`).waitFor();
    if (round === -2) await reportMemory();
    if (round >= 0) samples.push(await untilMounted());
  }
  report({
    group: 3,
    name: "warm: edited, Run → app on screen",
    unit: "ms",
    budget: 30,
    samples,
    beside: "p90",
  });
});

async function reportMemory(): Promise<void> {
  if (!existsSync("/proc/self/smaps_rollup")) {
    console.log("Memory is not measured: this system has no /proc/<pid>/smaps_rollup.");
    return;
  }
  report({
    group: 6,
    name: "memory: private, all renderers, after an edited run",
    unit: "MB",
    budget: 350,
    samples: [await privateMegabytes(browser)],
    beside: "nothing",
  });
}

test.each([
  {
    name: "runaway function → verdict",
    path: TASKS,
    from: "return await",
    to: "while (true) {}\n    return await",
    code: "function-timeout",
  },
  {
    name: "runaway app → verdict",
    path: PAGE,
    from: "const { isLoading }",
    to: "while (true) {}\n  const { isLoading }",
    code: "app-stuck",
  },
])("$name", async ({ name, path, from, to, code }) => {
  await workbench.replaceFile(TASKS, solution);
  await run("passed");
  const samples: number[] = [];
  const next: number[] = [];
  for (let round = 0; round < RUNAWAYS; round++) {
    await workbench.editFile(path, path === TASKS ? solution : starter(path), from, to);
    samples.push(await run("error", code));
    await workbench.replaceFile(path, path === TASKS ? solution : starter(path));
    next.push(await run("passed"));
  }
  report({ group: 3, name, unit: "ms", budget: 2500, samples, beside: "min" });
  report({ group: 3, name: `${name}: the next Run`, unit: "ms", budget: null, samples: next, beside: "min" });
});
