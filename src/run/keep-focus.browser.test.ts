/**
 * A pointer that rests on the app while somebody types, or a finger that comes. The frames are in the page's own process here: only then do moves
 * that a driver makes reach the page around a frame, as those of a mouse always do.
 */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { LAUNCH_ARGUMENTS, launchChromium } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

/** Above what a frame of the screen takes, far below the second for which who typed is taken to type on. */
const MOMENT_MS = 100;

const PAGE = `"use client";
export default function Page() {
  return <label>Field <input style={{ display: "block", width: 300, height: 100 }} /></label>;
}`;

let browser: Browser;
let page: Page;
let workbench: WorkbenchPage;
let field: Locator;
let at = { x: 0, y: 0 };

beforeAll(async () => {
  browser = await launchChromium([...LAUNCH_ARGUMENTS, "--disable-features=IsolateSandboxedIframes"]);
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  await workbench.replaceFile("app/page.tsx", PAGE);
  await workbench.run();
  field = workbench.app.getByLabel("Field");
  at = (await field.boundingBox()) ?? at;
});
afterAll(() => browser.close());

/** Types in the editor with the pointer at rest in the app's field. */
beforeEach(async () => {
  await field.fill("");
  await workbench.editor.focus();
  await page.mouse.move(at.x + 50, at.y + 300);
  await page.mouse.move(at.x + 50, at.y + 50);
  await page.keyboard.type("// mine");
});

async function press(): Promise<void> {
  await page.waitForTimeout(MOMENT_MS);
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForTimeout(MOMENT_MS);
}

test("goes in at the first press when it has moved", async () => {
  await page.mouse.move(at.x + 51, at.y + 50);
  await press();
  await page.keyboard.type("in the app");
  expect(await field.inputValue()).toBe("in the app");
  expect(await workbench.editor.textContent()).not.toContain("in the app");
});

test("leads there at the first press when it has not moved, and goes in at the second", async () => {
  await press();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
  await press();
  await page.keyboard.type("in the app");
  expect(await field.inputValue()).toBe("in the app");
  expect(await workbench.editor.textContent()).not.toContain("in the app");
});

test("of a finger leads there at the first tap, and goes in at the second", async () => {
  await page.mouse.move(5, 5);
  await workbench.editor.tap();
  await page.keyboard.type("// mine, too");
  const tap = async (): Promise<void> => {
    await page.waitForTimeout(MOMENT_MS);
    await page.touchscreen.tap(at.x + 50, at.y + 50);
    await page.waitForTimeout(MOMENT_MS);
  };
  await tap();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("IFRAME");
  await tap();
  await page.keyboard.type("in the app");
  expect(await field.inputValue()).toBe("in the app");
  expect(await workbench.editor.textContent()).not.toContain("in the app");
});

test("takes no key from who types on, before and after a pause", async () => {
  await page.keyboard.type(" at once");
  await page.waitForTimeout(1200);
  await page.keyboard.type(" and later");
  expect(await workbench.editor.textContent()).toContain("// mine at once and later");
  expect(await field.inputValue()).toBe("");
});
