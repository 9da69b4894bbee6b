import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAnswers } from "../tools/exercises/read.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium } from "../tools/testing/browser.ts";
import type { HandoffExercise } from "./embed.ts";

const site = inject("siteUrl");
const { solution } = await readAnswers("identity-handoff");

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function openLesson(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site}lesson.html`);
  return page;
}

const exerciseOf = (page: Page): FrameLocator => page.frameLocator("handoff-exercise iframe");

async function comeNear(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Your turn: the identity handoff" }).scrollIntoViewIfNeeded();
  await exerciseOf(page)
    .getByRole("textbox", { name: /^Code editor/ })
    .waitFor();
}

test("the exercise loads when the reader comes near it, and not before", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 500 } });
  const page = await openLesson(context);
  expect(await page.locator("handoff-exercise iframe").count()).toBe(0);
  expect(await page.getByText("Your turn. Anyone can call this").isVisible()).toBe(true);
  await comeNear(page);
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test("who signs in has their progress kept, and finds it again", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await openLesson(context);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Rosalind");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Signed in as Rosalind.").waitFor();
  await page.evaluate(async (files) => {
    const exercise = document.querySelector<HandoffExercise>("handoff-exercise");
    await exercise?.setFiles(files);
    await exercise?.run();
  }, solution);
  await page.getByText("Done: every check has passed. Saved for Rosalind.").waitFor();

  await page.reload();
  await comeNear(page);
  await page.getByText("Done: every check has passed. Welcome back, Rosalind.").waitFor();
  const files = await page.evaluate(() =>
    document.querySelector<HandoffExercise>("handoff-exercise")?.getFiles(),
  );
  expect(files).toMatchObject(solution);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Sign in to save your progress across devices.").waitFor();
  await context.close();
});
