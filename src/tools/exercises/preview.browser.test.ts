import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, openPage } from "../testing/browser.ts";
import { manifestJsonSchema, SCHEMA_FILE } from "./json-schema.ts";
import { previewExercise, type Preview } from "./preview.ts";
import { EXERCISES } from "./read.ts";

const SLUG = "trust-the-issuer";
const LESSON = join(EXERCISES, SLUG, "lesson.md");
/** The development server prepares the packages when it starts. */
const SLOW_MS = 60_000;

let browser: Browser;
let preview: Preview;
const told: (readonly string[])[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  preview = await previewExercise(SLUG, (faults) => told.push(faults), 0);
});
afterAll(async () => {
  await preview.close();
  await browser.close();
});

test("an author's preview shows the exercise, and comes anew when a file is saved", async () => {
  const [address] = preview.addresses;
  const { page, context } = await openPage(browser, address);
  await page.getByRole("heading", { name: "Trust the issuer", level: 1 }).waitFor({ timeout: SLOW_MS });
  expect(told).toEqual([[]]);
  const reloaded = page.waitForEvent("load", { timeout: SLOW_MS });
  writeFileSync(LESSON, readFileSync(LESSON, "utf8"));
  await reloaded;
  await page.getByRole("heading", { name: "Trust the issuer", level: 1 }).waitFor({ timeout: SLOW_MS });
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([[], []]);
  await context.close();
}, 90_000);

test("the site serves the description of exercise.json", async () => {
  const response = await fetch(`${inject("siteUrl")}${SCHEMA_FILE}`);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.text()).toBe(manifestJsonSchema());
});
