import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { readAnswers } from "../tools/exercises/read.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import type { Progress } from "../wire/embed.ts";
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
  await page.addInitScript(() => {
    if (window !== top) return;
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { sources } = entry as unknown as { sources: { node: Node | null }[] };
        shifts.push(...sources.map(({ node }) => node?.nodeName ?? "gone"));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${site}lesson.html`);
  return page;
}

/** What has moved without anybody's doing, by name. */
const shifts = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);

const exerciseOf = (page: Page): FrameLocator => page.frameLocator("handoff-exercise iframe");

async function comeNear(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Your turn: the identity handoff" }).scrollIntoViewIfNeeded();
  await exerciseOf(page)
    .getByRole("textbox", { name: /^Code editor/ })
    .waitFor();
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText(`Signed in as ${name}.`).waitFor();
}

/** What the exercise on the page holds. */
const progressIn = (page: Page): Promise<Progress | undefined> =>
  page.evaluate(() => document.querySelector<HandoffExercise>("handoff-exercise")?.getProgress());

const solve = (page: Page): Promise<unknown> =>
  page.evaluate(async (files) => {
    const exercise = document.querySelector<HandoffExercise>("handoff-exercise");
    await exercise?.setFiles(files);
    return exercise?.run();
  }, solution);

test("the exercise loads when the reader comes near it, and not before; nothing moves, nothing takes the focus", async () => {
  const context = await newContext(browser, { viewport: { width: 1280, height: 700 } });
  const page = await openLesson(context);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(await page.locator("handoff-exercise iframe").count()).toBe(0);
  expect(await page.getByText("Your turn. Anyone can call this").isVisible()).toBe(true);
  await comeNear(page);
  const scrolled = await page.evaluate(() => scrollY);
  expect(await page.evaluate(() => document.querySelector("handoff-exercise")?.run())).toMatchObject({
    status: "failed",
  });
  expect(await shifts(page)).toEqual([]);
  expect(await page.evaluate(() => [document.activeElement?.tagName, scrollY])).toEqual(["BODY", scrolled]);
  await context.close();
});

describe.each([1280, 360])("at %i px", (width) => {
  test("axe finds nothing on the page, whoever is signed in, and nothing moves as it loads", async () => {
    const context = await newContext(browser, { viewport: { width, height: 800 } });
    const page = await openLesson(context);
    const clean = async (): Promise<void> => {
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    };
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    expect(await shifts(page)).toEqual([]);
    await clean();
    await page.getByRole("button", { name: "Sign in" }).click();
    await clean();
    await page.getByRole("button", { name: "Sign in" }).click();
    await signIn(page, "Rosalind");
    await comeNear(page);
    await clean();
    await solve(page);
    await page.getByText("Saved for Rosalind.").waitFor();
    await clean();
    const frame = page.frames().find((each) => each.url().includes("embed=1"));
    expect(await violations(page, frame)).toEqual([]);
    await context.close();
  });

  test("everything can be done by keyboard, and Tab leads in and out of the exercise", async () => {
    const context = await newContext(browser, { viewport: { width, height: 800 } });
    const page = await openLesson(context);
    const press = (...keys: string[]): Promise<void> =>
      keys.reduce(async (before, key) => {
        await before;
        await page.keyboard.press(key);
      }, Promise.resolve());
    /** Presses Tab until what the page, or the exercise, has in focus is named so. */
    const tabTo = async (name: string): Promise<void> => {
      const seen: string[] = [];
      for (let count = 0; count < 120 && seen.at(-1) !== name; count += 1) {
        await press("Tab");
        const frame = page.frames().find((each) => each.url().includes("embed=1"));
        const inPage = await page.evaluate(focusedName);
        seen.push(inPage === "IFRAME" && frame ? await frame.evaluate(focusedName) : inPage);
      }
      expect(seen.at(-1), seen.join(", ")).toBe(name);
    };
    await tabTo("Sign in");
    await press("Enter");
    await page.keyboard.type("Grace");
    await press("Enter");
    await page.getByText("Signed in as Grace.").waitFor();
    expect(await page.evaluate(focusedName)).toBe("Sign out");

    await page.reload();
    await tabTo("Skip to the exercise");
    await press("Enter");
    await exerciseOf(page)
      .getByRole("textbox", { name: /^Code editor/ })
      .waitFor();
    await tabTo("Code editor: convex/tasks.ts");
    await press("ControlOrMeta+a");
    await page.keyboard.insertText(solution["convex/tasks.ts"] ?? "");
    await press("ControlOrMeta+Enter");
    await page.getByText("Done: every check has passed. Saved for Grace.").waitFor();
    await press("Escape");
    await tabTo("Previous The handoff in miniature");
    await context.close();
  });
});

/** Runs in the page: what the element in focus is called, or its tag. */
function focusedName(): string {
  const element = document.activeElement;
  if (element === null || element.tagName === "IFRAME" || element.shadowRoot?.activeElement) return "IFRAME";
  const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
  return name.trim().replace(/\s+/g, " ") || element.tagName;
}

test("who signs in has their progress kept, and finds it again", async () => {
  const context = await newContext(browser, { viewport: { width: 1280, height: 900 } });
  const page = await openLesson(context);
  await signIn(page, "Rosalind");
  await solve(page);
  await page.getByText("Done: every check has passed. Saved for Rosalind.").waitFor();

  await page.reload();
  await comeNear(page);
  await page.getByText("Done: every check has passed. Welcome back, Rosalind.").waitFor();
  expect(await progressIn(page)).toMatchObject({ files: solution, passed: true });

  // What was typed in the last moment, before the page could be told of it, is in the browser's draft.
  await page.evaluate(() => {
    const exercise = document.querySelector<HandoffExercise>("handoff-exercise");
    return exercise?.setFiles({ "convex/tasks.ts": "// in the last moment" });
  });
  await page.reload();
  await comeNear(page);
  await page.getByText("Welcome back, Rosalind.").waitFor();
  expect(await progressIn(page)).toMatchObject({
    files: { "convex/tasks.ts": "// in the last moment" },
    passed: true,
  });

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Sign in to save your progress across devices.").waitFor();
  await context.close();
});

test("who comes next finds neither code nor passed checks of who was here, and both find their own again", async () => {
  const context = await newContext(browser, { viewport: { width: 1280, height: 900 } });
  const page = await openLesson(context);
  await signIn(page, "Rosalind");
  await solve(page);
  await page.getByText("Done: every check has passed. Saved for Rosalind.").waitFor();
  const hers = await progressIn(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => progressIn(page)).toMatchObject({ files: {}, passedChecks: [], passed: false });

  await signIn(page, "Ada");
  await page.getByText("Started. Saved for Ada.").waitFor();
  await page.evaluate(() =>
    document.querySelector<HandoffExercise>("handoff-exercise")?.setFiles({ "convex/tasks.ts": "// by Ada" }),
  );
  // Nothing waits for the second in which the page is told of it.
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, "Rosalind");
  await page.getByText("Done: every check has passed. Welcome back, Rosalind.").waitFor();
  expect(await progressIn(page)).toEqual(hers);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, "Ada");
  await page.getByText("Started. Welcome back, Ada.").waitFor();
  expect(await progressIn(page)).toMatchObject({ files: { "convex/tasks.ts": "// by Ada" }, passed: false });
  await context.close();
});

test("what somebody has typed before they sign in is theirs, and undo brings it back over what was saved", async () => {
  const context = await newContext(browser, { viewport: { width: 1280, height: 900 } });
  const page = await openLesson(context);
  await comeNear(page);
  const editor = exerciseOf(page).getByRole("textbox", { name: /^Code editor/ });
  const type = async (text: string): Promise<void> => {
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  };
  await type("// before anybody");
  await signIn(page, "Ada");
  await page.getByText("Started. Saved for Ada.").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => progressIn(page)).toMatchObject({ files: {} });

  await type("// once more");
  await signIn(page, "Ada");
  await page
    .getByText("Welcome back, Ada. Undo in the editor brings back what you had typed before.")
    .waitFor();
  const first = editor.locator(".cm-line").first();
  await expect.poll(() => first.textContent()).toBe("// before anybody");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => first.textContent()).toBe("// once more");
  await context.close();
});
