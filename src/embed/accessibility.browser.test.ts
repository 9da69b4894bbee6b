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

describe("axe finds nothing in an embed", () => {
  test.each(VIEWS)("before and after a run with view=%s, wide and narrow", async (view) => {
    const context = await newContext(browser);
    const page = await context.newPage();
    const look = async (): Promise<void> => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await violations(page)).toEqual([]);
        // Nothing is cut off at the side.
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    };
    await page.goto(`${inject("siteUrl")}?exercise=identity-handoff&embed=1&height=auto&view=${view}`);
    await page.locator(".cm-content").waitFor({ state: "attached" });
    await look();
    await page.getByRole("button", { name: /^Run/ }).click();
    await page
      .getByText(/of 5 checks passed/)
      .first()
      .waitFor();
    await look();
    await context.close();
  });
});
