/** The deployment where learners have it: in a worker of Chromium, its isolate in the sandbox. */
import { test, inject } from "vitest";
import { launchChromium } from "../testing/browser.ts";
import { serveCompressed } from "../testing/serve-compressed.ts";
import type { DeploymentFigures } from "./deployment-page/figures.ts";
import { median, report } from "./report.ts";

test("queries and mutations", async () => {
  const browser = await launchChromium();
  const site = await serveCompressed(inject("deploymentPageFolder"));
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const figures: readonly DeploymentFigures[] | undefined = await page.evaluate(() => window.handoffBench);
    if (figures === undefined) throw new Error("The page did not start its measurement.");
    const shared = { group: 4, unit: "ms", beside: "p90" } as const;
    for (const { rows, query, mutation, wayOnly } of figures) {
      const among = `${rows.toLocaleString("en")} rows`;
      report({
        ...shared,
        name: `deployment: indexed query, ${among}, whole round trip`,
        budget: 0.5,
        samples: query,
      });
      const own = query.map((time, round) => time - (wayOnly[round] ?? 0));
      report({
        ...shared,
        name: `deployment: indexed query, ${among}, less the way there and back`,
        budget: null,
        samples: own,
      });
      report({
        ...shared,
        name: `deployment: mutation, ${among}, whole round trip`,
        budget: null,
        samples: mutation,
      });
    }
    report({
      ...shared,
      name: "deployment: the way there and back alone",
      budget: null,
      samples: figures.flatMap(({ wayOnly }) => wayOnly),
    });
    const [least, most] = [figures[0], figures.at(-1)];
    if (least === undefined || most === undefined) return;
    report({
      group: 4,
      name: `deployment: query, ${most.rows} rows to ${least.rows}`,
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
