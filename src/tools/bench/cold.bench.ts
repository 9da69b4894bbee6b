/** A first and a second visit at 10 Mbit/s and 40 ms: bytes that cross the line, and times from navigation on. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, inject, test } from "vitest";
import { readExercise } from "../exercises/read.ts";
import { BENCH_ARGUMENTS, launchChromium } from "../testing/browser.ts";
import { serveCompressed, type CompressedSite } from "../testing/serve-compressed.ts";
import { WorkbenchPage } from "../testing/workbench-page.ts";
import { bytesUntil, firstPaint, timeOf, watchLoading } from "./marks.ts";
import { report } from "./report.ts";

const EXERCISE = "identity-handoff";
const ROUNDS = 3;
const LATENCY_MS = 40;
const BYTES_PER_SECOND = 10_000_000 / 8;

let browser: Browser;
let site: CompressedSite;

beforeAll(async () => {
  browser = await launchChromium(BENCH_ARGUMENTS);
  site = await serveCompressed(inject("siteFolder"));
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Compressed bytes sent since `from`, a length of `site.sent`. */
function sentSince(from: number): number {
  return site.sent.slice(from).reduce((sum, { bytes }) => sum + bytes, 0);
}

async function openSlowly(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  return page;
}

const context = (): Promise<BrowserContext> => browser.newContext({ viewport: { width: 1280, height: 800 } });

type Visit = {
  readonly paint: number;
  readonly code: number;
  readonly editor: number;
  readonly app: number;
  readonly verdict: number;
  readonly paintBytes: number;
  readonly codeBytes: number;
  readonly editorBytes: number;
  readonly verdictBytes: number;
  readonly secondEditor: number;
};

async function visitTwice(): Promise<Visit> {
  const profile = await context();
  const page = await openSlowly(profile);
  await watchLoading(page, { pressRun: true });
  const before = site.sent.length;
  await page.goto(`${site.url}?exercise=${EXERCISE}`);
  const verdict = await timeOf(page, "handoff:verdict");
  const verdictBytes = sentSince(before);
  if (site.sent.slice(before).some(({ path }) => path.endsWith(".wasm"))) {
    throw new Error("The compiler was loaded for the starter, which is compiled already.");
  }
  const paint = await firstPaint(page);
  const code = await timeOf(page, "bench:code");
  const editor = await timeOf(page, "bench:editor");
  const app = await timeOf(page, "handoff:mounted");
  const paintBytes = await bytesUntil(page, paint);
  const codeBytes = await bytesUntil(page, code);
  const editorBytes = await bytesUntil(page, editor);
  await page.reload();
  const secondEditor = await timeOf(page, "bench:editor");
  await profile.close();
  return {
    paint,
    code,
    editor,
    app,
    verdict,
    paintBytes,
    codeBytes,
    editorBytes,
    verdictBytes,
    secondEditor,
  };
}

/** Loads the page, edits a file and runs it: the compiler comes, too. Bytes. */
async function wholeVisit(): Promise<number> {
  const profile = await context();
  const page = await profile.newPage();
  const before = site.sent.length;
  const workbench = await WorkbenchPage.open(page, site.url, EXERCISE);
  const { files } = await readExercise(EXERCISE);
  const app = files.find(({ path }) => path === "app/page.tsx")?.starter ?? "";
  await workbench.editFile("app/page.tsx", app, "My tasks", "Our tasks");
  const verdict = await workbench.run();
  if (verdict.status !== "failed") throw new Error(`The edited starter ended as ${verdict.status}.`);
  await profile.close();
  return sentSince(before);
}

test("first and second visit", async () => {
  // Before the rounds: the server compresses each file once.
  const whole = await wholeVisit();
  const visits: Visit[] = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visitTwice());

  const bytes = (name: string, budget: number | null, samples: readonly number[]): void =>
    report({
      group: 1,
      name: `transfer, gz: ${name}`,
      unit: "KB",
      budget,
      samples: samples.map((sample) => sample / 1000),
      beside: "min",
    });
  const time = (name: string, budget: number | null, samples: readonly number[]): void =>
    report({ group: 2, name, unit: "ms", budget, samples, beside: "min" });
  const of = (key: keyof Visit): number[] => visits.map((visit) => visit[key]);

  bytes("until first paint", 15, of("paintBytes"));
  bytes("until the lesson's code is shown", null, of("codeBytes"));
  bytes("until the editor is usable", 170, of("editorBytes"));
  bytes("until the first verdict", 420, of("verdictBytes"));
  bytes("whole visit with an edited run", null, [whole]);
  time("cold: first contentful paint", 300, of("paint"));
  time("cold: lesson's code shown", null, of("code"));
  time("cold: editor usable", 900, of("editor"));
  time("cold: first app on screen, Run pressed at once", 1300, of("app"));
  // In the starter nothing goes away at sign-out, and the check waits its 2 s for that.
  time("cold: first verdict, 2 s of it a check that waits", null, of("verdict"));
  time("second visit, online: editor usable", 400, of("secondEditor"));
});
