import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readExercise } from "../../tools/exercises/read.ts";
import { violations } from "../../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../../tools/testing/browser.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

const site = inject("siteUrl");
const TASKS = "convex/tasks.ts";
const exercise = await readExercise("identity-handoff");
const starter = exercise.files.find(({ path }) => path === TASKS)?.starter ?? "";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function newPage(
  options: { readonly width?: number } = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await newContext(browser, {
    viewport: { width: options.width ?? 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  return { page: await context.newPage(), context };
}

/** Writes something of one's own and takes the link that Share gives. */
async function linkOf(text: string): Promise<string> {
  const { page, context } = await newPage();
  const workbench = await WorkbenchPage.open(page, site, exercise.id);
  await workbench.replaceFile(TASKS, text);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByRole("textbox", { name: /A link to your code/ }).inputValue();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Copied.").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  expect(await violations(page)).toEqual([]);
  await context.close();
  return link;
}

const NOT_YOURS = "This code came with a link; it is not yours. It runs only when you press Run.";

async function openLink(page: Page, link: string, parameters = ""): Promise<void> {
  await page.goto(link.replace("#", `${parameters}#`));
  await page.getByRole("textbox", { name: /^Code editor/ }).waitFor();
}

test("a link opens the code it holds, says whose it is, and runs nothing, autorun or not", async () => {
  const link = await linkOf(`// from a friend\n${starter}`);
  expect(link.startsWith(`${site}?exercise=identity-handoff#code/`)).toBe(true);
  const { page, context } = await newPage();
  await page.addInitScript(() => {
    if (window !== top) return;
    document.addEventListener("handoff:run", () => Object.assign(window, { hasRun: true }));
  });
  await openLink(page, link, "&autorun");
  await page.getByText(NOT_YOURS).waitFor();
  await page.getByText("// from a friend").waitFor();
  // A run of the exercise's own code would have begun long before the sandbox is ready.
  await page.locator('iframe[title="Functions and checks"]').waitFor({ state: "attached" });
  expect(await page.evaluate(() => "hasRun" in window)).toBe(false);
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Use my own code instead" }).click();
  await page.getByText("// from a friend").waitFor({ state: "detached" });
  expect(new URL(page.url()).hash).toBe("");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("code");
  await context.close();
});

test("the code is the person's own once they run it, and the link leaves the address bar", async () => {
  const link = await linkOf(`// from a friend\n${starter}`);
  const { page, context } = await newPage({ width: 360 });
  await openLink(page, link);
  await page.getByText(NOT_YOURS).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByText(NOT_YOURS).waitFor({ state: "detached" });
  expect(new URL(page.url()).hash).toBe("");
  await context.close();
});

test("one's own code stays within reach when the link's is run, also in a later visit", async () => {
  const link = await linkOf(`// from a friend\n${starter}`);
  const { page, context } = await newPage({ width: 360 });
  const workbench = await WorkbenchPage.open(page, site, exercise.id);
  await workbench.replaceFile(TASKS, `// my own work\n${starter}`);
  // Stored, and found again.
  await page.reload();
  await page.getByText("// my own work").waitFor();
  await page.getByText(/^Your draft from .* was restored\.$/).waitFor();
  await page.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  await page.getByText("// from a friend").waitFor();
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByText("The code of the link has taken the place of your own, which was kept.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await page.getByText("// from a friend").waitFor();
  await page.getByRole("button", { name: "Use my own code instead" }).click();
  await page.getByText("// my own work").waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByText("// from a friend").waitFor();
  await context.close();
});

test("a link that is opened in a page that is there already asks nothing and loses nothing", async () => {
  const link = await linkOf(`// from a friend\n${starter}`);
  const { page, context } = await newPage();
  const workbench = await WorkbenchPage.open(page, site, exercise.id);
  await workbench.replaceFile(TASKS, `// my own work\n${starter}`);
  await page.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  await page.getByText("// from a friend").waitFor();
  await page.getByRole("button", { name: "Use my own code instead" }).click();
  await page.getByText("// my own work").waitFor();
  await context.close();
});

test.each([
  ["damaged", "#code/1.AAAA", "The link is damaged, so its code was not opened."],
  ["of another version of the site", "#code/9.AAAA", "The link was made by another version of this site"],
])("a link that is %s is told in a sentence, and the exercise opens", async (_, hash, sentence) => {
  const { page, context } = await newPage();
  await openLink(page, `${site}?exercise=identity-handoff${hash}`);
  await page.getByText(sentence).waitFor();
  await page.getByText("Your turn. Anyone can call this").waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test("there is nothing to share before anything was changed", async () => {
  const { page, context } = await newPage();
  await WorkbenchPage.open(page, site, exercise.id);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByText("There is nothing of yours to share yet").waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("share-button");
  await context.close();
});
