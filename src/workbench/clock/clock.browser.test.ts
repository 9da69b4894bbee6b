import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../../tools/testing/accessibility.ts";
import { launchChromium, openPage, type OpenedPage } from "../../tools/testing/browser.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  opened = await openPage(browser, inject("siteUrl"));
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), "identity-handoff&answer=solution");
  await workbench.run();
  await workbench.signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  await opened.page.getByText(/^Clock/).click();
});
afterEach(async () => {
  expect(opened.foreignRequests).toEqual([]);
  workbench.expectSyncVersionsHeld();
  await opened.context.close();
});

const button = (name: string): Locator => opened.page.getByRole("button", { name, exact: true });

/** `exp` of every token that the deployment has accepted from the app, in order. */
const expiries = (): number[] =>
  workbench.hops
    .filter(({ to }) => to === "deployment")
    .flatMap(({ tokens }) => tokens)
    .filter(({ verification }) => verification.status === "accepted")
    .map(({ jwt }) =>
      Number(JSON.parse(atob((jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))).exp),
    );

test("a minute later the app has renewed its token by itself, and nobody was signed out", async () => {
  const before = expiries().at(-1) ?? 0;
  await button("+60 s").click();
  await expect.poll(() => expiries().at(-1), { timeout: 10_000 }).toBeGreaterThan(before + 50);
  await workbench.expectLamps("signed in", "authenticated");
  expect(await workbench.tasks(2)).toContain("Write note G");
});

test("at twenty times the speed a token of sixty seconds is renewed within a few", async () => {
  const before = expiries().length;
  await opened.page.getByRole("combobox", { name: "Speed" }).selectOption("20");
  await expect.poll(() => expiries().length, { timeout: 15_000 }).toBeGreaterThan(before + 1);
  await workbench.expectLamps("signed in", "authenticated");
});

test("while time stands still no second passes, and it goes on from there", async () => {
  await button("Pause time").click();
  const reading = opened.page.getByText(/stands still/);
  const shown = await reading.textContent();
  await button("+10 s").click();
  await expect.poll(() => reading.textContent()).not.toBe(shown);
  const jumped = await reading.textContent();
  // Longer than the display takes to show the next second.
  await opened.page.waitForTimeout(1200);
  expect(await reading.textContent()).toBe(jumped);
  await button("Go on").click();
  await opened.page.getByText(/goes as usual/).waitFor();
  await expect.poll(() => reading.count()).toBe(0);
});

test("rows put back put time back, and the next run is in the present", async () => {
  await button("+60 s").click();
  await opened.page.getByRole("combobox", { name: "Speed" }).selectOption("5");
  await button("Restore rows").click();
  await opened.page.getByText(/goes as usual/).waitFor();
  expect((await workbench.run()).status).toBe("passed");
  await workbench.signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  expect(Math.abs((expiries().at(-1) ?? 0) - Date.now() / 1000 - 60)).toBeLessThan(30);
});

test.each([1280, 360])("axe finds nothing at %i px", async (width) => {
  const { page } = opened;
  await page.setViewportSize({ width, height: 800 });
  if (width < 760) await page.getByRole("tab", { name: "Handoff", exact: true }).click();
  await button("To the token's end").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});
