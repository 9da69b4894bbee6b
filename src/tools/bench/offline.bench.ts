/** A stored site without network: how long a reload takes until the editor is usable. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, inject, test } from "vitest";
import { BENCH_ARGUMENTS, launchChromium } from "../testing/browser.ts";
import { serveCompressed } from "../testing/serve-compressed.ts";
import { timeOf, watchLoading } from "./marks.ts";
import { report } from "./report.ts";

const ROUNDS = 10;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(BENCH_ARGUMENTS);
});
afterAll(() => browser.close());

test("reload offline", async () => {
  const site = await serveCompressed(inject("siteFolder"));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await watchLoading(page, { pressRun: false });
  await page.goto(`${site.url}?exercise=identity-handoff`);
  await page.locator("summary").filter({ hasText: "Ready for offline" }).waitFor();
  await context.setOffline(true);
  const asked = site.sent.length;
  const samples: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    await page.reload();
    const editor = await timeOf(page, "bench:editor");
    if (round >= 0) samples.push(editor);
  }
  if (site.sent.length > asked) throw new Error("The site was asked for something.");
  await context.close();
  await site.close();
  report({
    group: 2,
    name: "reload offline: editor usable",
    unit: "ms",
    budget: 400,
    samples,
    beside: "p90",
  });
});
