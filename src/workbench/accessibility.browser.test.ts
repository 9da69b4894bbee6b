import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { exerciseIds } from "../tools/exercises/read.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each([1280, 360])("axe finds nothing at %i px", (width) => {
  test("on the catalogue and in the workbench before, after and inside a run", async () => {
    const context = await newContext(browser, { viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(inject("siteUrl"));
    await page.getByRole("link", { name: "The identity handoff" }).waitFor();
    expect(await violations(page)).toEqual([]);

    const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
    expect(await violations(page)).toEqual([]);

    await workbench.run();
    if (width < 760) await workbench.openTab("Handoff");
    await page
      .getByRole("button", { name: /Subscribe/ })
      .first()
      .click();
    expect(await violations(page)).toEqual([]);
    await page
      .getByRole("tab", { name: /^Checks/ })
      .first()
      .click();
    if (width < 760)
      await page
        .getByRole("tab", { name: /^Checks/ })
        .last()
        .click();
    expect(await violations(page)).toEqual([]);
    await context.close();
  });
});

test.each(exerciseIds())("axe finds nothing in %s: its lesson, what fails, its hints", async (id) => {
  const context = await newContext(browser, { viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), id);
  const look = async (): Promise<void> => {
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  };
  await workbench.openTab("Lesson");
  await look();
  await workbench.openTab("Code");
  expect((await workbench.run()).status).toBe("failed");
  await page.getByRole("button", { name: "Hint", exact: true }).click();
  while ((await page.getByRole("button", { name: "Next hint" }).count()) > 0)
    await page.getByRole("button", { name: "Next hint" }).click();
  await look();
  await page
    .getByRole("tab", { name: /^Checks/ })
    .last()
    .click();
  await look();
  await context.close();
});
