import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { exerciseIds } from "../tools/exercises/read.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const WIDTHS = [360, 1280];

test("axe finds nothing on the catalogue and in the workbench before, after and inside a run, wide and narrow", async () => {
  const context = await newContext(browser);
  const page = await context.newPage();
  const look = async (width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 800 });
    expect(await violations(page), `${width}`).toEqual([]);
  };
  await page.goto(inject("siteUrl"));
  await page.getByRole("link", { name: "The identity handoff" }).waitFor();
  for (const width of WIDTHS) await look(width);

  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  for (const width of WIDTHS) await look(width);

  await workbench.run();
  await page
    .getByRole("button", { name: /Subscribe/ })
    .first()
    .click();
  await look(1280);
  await page
    .getByRole("tab", { name: /^Checks/ })
    .first()
    .click();
  await look(1280);
  await page.setViewportSize({ width: 360, height: 800 });
  await workbench.openView("Handoff");
  await look(360);
  await workbench.openView("Checks");
  await look(360);
  await context.close();
});

test.each(exerciseIds())("axe finds nothing in %s: its lesson, what fails, its hints", async (id) => {
  const context = await newContext(browser, { viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), id);
  const look = async (): Promise<void> => {
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  };
  await workbench.openView("Lesson");
  await look();
  await workbench.openView("Code");
  expect((await workbench.run()).status).toBe("failed");
  await page.getByRole("button", { name: "Hint", exact: true }).click();
  while ((await page.getByRole("button", { name: "Next hint" }).count()) > 0)
    await page.getByRole("button", { name: "Next hint" }).click();
  await look();
  await workbench.openView("Checks");
  await look();
  await context.close();
});
