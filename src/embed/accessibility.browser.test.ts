import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { VIEWS } from "../wire/options.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each([1280, 360])("axe finds nothing in an embed at %i px", (width) => {
  test.each(VIEWS)("before and after a run with view=%s", async (view) => {
    const context = await newContext(browser, { viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${inject("siteUrl")}?exercise=identity-handoff&embed=1&height=auto&view=${view}`);
    await page.locator(".cm-content").waitFor({ state: "attached" });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: /^Run/ }).click();
    await page
      .getByText(/of 5 checks passed/)
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    // Nothing is cut off at the side.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await context.close();
  });
});
