import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, openPage } from "../tools/testing/browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("the catalogue lists the exercises, and each opens its workbench", async () => {
  const { page, foreignRequests, problems } = await openPage(browser, inject("siteUrl"));
  await page.getByRole("link", { name: "The identity handoff" }).click();
  await page.getByRole("heading", { name: "The identity handoff" }).waitFor();
  for (const name of ["Preview", "Console", "Handoff", "Checks", "app/providers.tsx", ".env.local"]) {
    await page.getByRole("tab", { name }).waitFor();
  }
  await page.getByRole("textbox", { name: "Code editor: convex/tasks.ts" }).waitFor();
  await page.getByRole("tab", { name: ".env.local" }).click();
  const readOnly = page.getByRole("textbox", { name: "Code editor: .env.local (read-only)" });
  await readOnly.click();
  await page.keyboard.insertText("ZZZ");
  expect(await readOnly.textContent()).not.toContain("ZZZ");
  expect(problems).toEqual([]);
  expect(foreignRequests).toEqual([]);
  await page.context().close();
});

test("an address that names no exercise says so and leads back", async () => {
  const { page, context } = await openPage(browser, `${inject("siteUrl")}?exercise=nothing`);
  await page.getByText("There is no exercise named “nothing”.").waitFor();
  await page.getByRole("link", { name: "All exercises" }).click();
  await page.getByRole("heading", { name: "Handoff", exact: true }).waitFor();
  await context.close();
});
