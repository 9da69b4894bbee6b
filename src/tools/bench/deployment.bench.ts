/** The deployment where learners have it: in a worker of Chromium, its isolate in the sandbox. */
import { test, inject } from "vitest";
import { BENCH_ARGUMENTS, launchChromium } from "../testing/browser.ts";
import { serveCompressed } from "../testing/serve-compressed.ts";
import type { DeploymentFigures } from "./deployment-page/figures.ts";
import { median, report } from "./report.ts";

test("queries and mutations", async () => {
  const browser = await launchChromium(BENCH_ARGUMENTS);
  const site = await serveCompressed(inject("deploymentPageFolder"));
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const figures: readonly DeploymentFigures[] | undefined = await page.evaluate(() => window.handoffBench);
    if (figures === undefined) throw new Error("The page did not start its measurement.");
    const shared = { group: 4, unit: "ms", beside: "p90" } as const;
    for (const { rows, query, mutation } of figures) {
      const among = `${rows.toLocaleString("en")} rows`;
      report({
        ...shared,
        name: `deployment: indexed query, ${among}`,
        budget: 0.5,
        samples: query,
      });
      report({
        ...shared,
        name: `deployment: mutation, ${among}`,
        budget: null,
        samples: mutation,
      });
    }
    report({
      ...shared,
      name: "deployment: a request that no function answers",
      budget: null,
      samples: figures.flatMap(({ wayOnly }) => wayOnly),
    });
    const [least, most] = [figures[0], figures.at(-1)];
    if (least === undefined || most === undefined) return;
    report({
      group: 4,
      name: `deployment: indexed query, ${most.rows.toLocaleString("en")} rows : ${least.rows} rows`,
      unit: "×",
      budget: null,
      samples: [median(most.query) / median(least.query)],
      beside: "nothing",
    });
  } finally {
    await browser.close();
    await site.close();
  }
});
