import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { violations } from "../../tools/testing/accessibility.ts";
import { launchChromium, newContext, openPage, type OpenedPage } from "../../tools/testing/browser.ts";
import { isEvery } from "../../tools/testing/every-cell.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";
import type { ResultsFile } from "./results.ts";

const TITLE = "The identity handoff";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function openInstructor(): Promise<OpenedPage & { readonly table: Locator }> {
  const opened = await openPage(browser, `${inject("siteUrl")}?view=instructor`);
  await opened.page.getByRole("heading", { name: "Instructors" }).waitFor();
  return { ...opened, table: opened.page.getByRole("table", { name: new RegExp(TITLE) }) };
}

/** The exercise's own part of the page: others have a starter and a solution too. */
const partOf = (page: Page): Locator => page.getByRole("region", { name: TITLE, exact: true });

/** The row of a variant. */
const rowOf = (table: Locator, name: string): Locator =>
  table
    .getByRole("row")
    .filter({ has: table.page().getByRole("button", { name: `Run ${name}`, exact: true }) });

/** With what the page says when everything is done. */
async function done(page: Page, timeout = 50_000): Promise<string> {
  const sentence = page.getByText(/^\d+ of \d+ done\. /);
  await sentence.waitFor({ timeout });
  return (await sentence.textContent()) ?? "";
}

async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync(await (await download).path(), "utf8");
}

/** In the console of the apps that are wrong on purpose. */
const SAID_BY_WRONG_ANSWERS = /^(Error: )?\[CONVEX |^Failed to authenticate: /;
/** Real runs, of which some wait two seconds for rows that must not come. */
const EVERY_VARIANT_MS = 300_000;

test(
  "every variant of an exercise comes to what it must, and the results are given as files",
  async () => {
    const { page, table, context, problems, foreignRequests } = await openInstructor();
    await page.getByText(/Nothing sent to a browser is secret/).waitFor();
    const variants = await table.getByRole("rowheader").count();
    const ofAll = await page.getByRole("rowheader").count();
    expect(ofAll).toBeGreaterThan(variants);
    const checks = (await table.getByRole("columnheader").count()) - 2;
    await page.getByRole("button", { name: "Run all", exact: true }).click();
    await rowOf(table, "starter").getByText("running").first().waitFor();
    // `npm test` runs those of the first exercise here; all of them are judged by the Node tests, too.
    if (isEvery) {
      expect(await done(page, EVERY_VARIANT_MS)).toBe(
        `${ofAll} of ${ofAll} done. As expected: ${ofAll}; not as expected: 0.`,
      );
    } else {
      const right = table.getByRole("button", { name: /: as expected\. Show all of it$/ });
      await expect.poll(() => right.count(), { timeout: EVERY_VARIANT_MS }).toBe(variants);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText(/^Stopped after \d+ of \d+\./).waitFor();
    }
    expect(
      await rowOf(table, "solution")
        .getByRole("button", { name: /: passed as expected$/ })
        .count(),
    ).toBe(checks);
    expect(
      await rowOf(table, "starter")
        .getByRole("button", { name: /: failed$/ })
        .count(),
    ).toBeGreaterThan(0);

    const file = JSON.parse(await saved(page, "Download JSON")) as ResultsFile;
    expect(
      file.results
        .slice(0, 2)
        .map(({ variant, asExpected, verdict }) => [variant, asExpected, verdict.status]),
    ).toEqual([
      ["starter", true, "failed"],
      ["solution", true, "passed"],
    ]);
    expect(file.results[1]?.verdict.checks).toHaveLength(checks);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy JSON" }).click();
    await page.getByText("JSON copied.").waitFor();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as ResultsFile;
    expect(copied.results).toEqual(file.results);
    const csv = await saved(page, "Download CSV");
    expect(csv.match(/^identity-handoff,/gm)).toHaveLength(variants * checks);

    // Its frames and workers go with the run.
    expect(await page.locator("iframe").count()).toBe(0);
    await expect.poll(() => page.workers().length).toBe(0);
    expect(problems.filter((text) => !SAID_BY_WRONG_ANSWERS.test(text))).toEqual([]);
    expect(foreignRequests).toEqual([]);
    await context.close();
  },
  EVERY_VARIANT_MS,
);

test("Stop ends a run in the middle, and it can be run again", async () => {
  const { page, table, context } = await openInstructor();
  await page.getByRole("button", { name: "Run all", exact: true }).click();
  await rowOf(table, "starter").getByText("running").first().waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText(/^Stopped after 0 of \d+\./).waitFor();
  expect(
    await rowOf(table, "starter")
      .getByRole("button", { name: /Show all of it/ })
      .textContent(),
  ).toBe("stopped");
  expect(
    await rowOf(table, "solution")
      .getByRole("button", { name: /Show all of it/ })
      .textContent(),
  ).toBe("not run yet");
  expect(await page.locator("iframe").count()).toBe(0);
  await partOf(page).getByRole("button", { name: "Run solution", exact: true }).first().click();
  expect(await done(page)).toBe("1 of 1 done. As expected: 1; not as expected: 0.");
  await context.close();
});

test("by keyboard only: run a variant, read what a check found, compare, and come back", async () => {
  const { page, table, context } = await openInstructor();
  await page.getByRole("button", { name: "Run all", exact: true }).focus();
  const press = async (name: RegExp): Promise<void> => {
    const wanted = partOf(page).getByRole("button", { name }).first();
    const isReached = async (): Promise<boolean> => {
      await page.keyboard.press("Tab");
      return wanted.evaluate((element) => element === document.activeElement);
    };
    await expect.poll(isReached, { interval: 1, timeout: 20_000 }).toBe(true);
    await page.keyboard.press("Enter");
  };
  await press(/^Run starter$/);
  await done(page);
  expect(
    await partOf(page)
      .getByRole("button", { name: /^Run starter$/ })
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
  await press(/^starter, An anonymous request gets nothing: failed/);
  const detail = page.getByRole("region", { name: "starter: An anonymous request gets nothing" });
  await detail.getByText("Expected", { exact: true }).waitFor();
  expect(await detail.getByText(/^Hint: /).count()).toBe(1);
  expect(await detail.getByRole("heading").evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await detail.waitFor({ state: "detached" });
  const cell = table.getByRole("button", { name: /^starter, An anonymous request gets nothing/ });
  expect(await cell.evaluate((one) => one === document.activeElement)).toBe(true);

  await press(/^Compare the starter with solution$/);
  const code = page.getByRole("textbox", { name: "convex/tasks.ts: solution" });
  await code.waitFor();
  expect(await code.textContent()).toContain("by_owner");
  expect(await page.getByRole("textbox", { name: "convex/tasks.ts: starter" }).textContent()).not.toContain(
    "by_owner",
  );
  expect(await page.getByRole("textbox", { name: /app\/providers/ }).count()).toBe(0);
  await code.focus();
  await page.keyboard.insertText("ZZZ");
  expect(await code.textContent()).not.toContain("ZZZ");
  await context.close();
});

test("says what is not as expected, in the table and in sentences", async () => {
  const context = await newContext(browser);
  const page = await context.newPage();
  // As if the author had named another check: the forged token is refused whatever convex/tasks.ts does.
  await page.route(/\/assets\/identity-handoff-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/fails:\[[^\]]*\]/g, 'fails:["forged-refused"]');
    await route.fulfill({ response, body });
  });
  await page.goto(`${inject("siteUrl")}?view=instructor`);
  const name = "lets-the-caller-name-the-owner";
  await partOf(page)
    .getByRole("button", { name: `Run ${name}`, exact: true })
    .click();
  expect(await done(page)).toBe("1 of 1 done. As expected: 0; not as expected: 1.");
  const check = "A token signed by another key is refused";
  await partOf(page)
    .getByRole("button", { name: `${name}, ${check}: passed not as expected` })
    .waitFor();
  await partOf(page)
    .getByRole("button", { name: `${name}: not as expected. Show all of it` })
    .click();
  const faults = page.getByRole("list", { name: "Not as expected" }).getByRole("listitem");
  await faults.filter({ hasText: `“${check}” must fail, but passed.` }).waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test("what is typed in a preview is not in the exercise afterwards", async () => {
  const { page, context } = await openPage(browser, `${inject("siteUrl")}?exercise=identity-handoff`);
  const codeOf = (of: Page): Locator => of.getByRole("textbox", { name: "Code editor: convex/tasks.ts" });
  await codeOf(page).click();
  await page.keyboard.insertText("/* mine */");
  const preview = await context.newPage();
  // Whatever the rest of the address asks for.
  await preview.goto(`${inject("siteUrl")}?exercise=identity-handoff&answer=solution&persist=auto`);
  await codeOf(preview).click();
  await preview.keyboard.insertText("/* not mine */");
  expect(await codeOf(preview).textContent()).not.toContain("/* mine */");
  await preview.getByRole("button", { name: /^Run/ }).click();
  await preview.getByText("Run 1: 5 of 5 checks passed").waitFor();
  await preview.close();
  expect(await codeOf(page).textContent()).toContain("/* mine */");
  await page.reload();
  await codeOf(page).waitFor();
  const code = await codeOf(page).textContent();
  expect(code).not.toContain("not mine");
  expect(code).not.toContain("by_owner");
  await context.close();
});

test("a solution is previewed in the workbench, says what it is, and passes", async () => {
  const { table, context } = await openInstructor();
  const opening = context.waitForEvent("page");
  await rowOf(table, "solution").getByRole("link", { name: "Preview solution (new tab)" }).click();
  const preview = await opening;
  const address = new URL(preview.url()).searchParams;
  expect(address.get("persist")).toBe("off");
  await preview.getByText("You are looking at the solution. Nothing here is saved.").waitFor();
  const editor = preview.getByRole("textbox", { name: "Code editor: convex/tasks.ts" });
  await editor.waitFor();
  expect(await editor.textContent()).toContain("by_owner");
  await preview.getByRole("button", { name: /^Run/ }).click();
  await preview.getByText("Run 1: 5 of 5 checks passed").waitFor();
  await context.close();
});

test("axe finds nothing, wide and narrow, before and after a run, in the detail, the comparison and the preview", async () => {
  const { page, context } = await openInstructor();
  const look = async (): Promise<void> => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page)).toEqual([]);
      // Nothing is wider than the screen, the scrolling table apart.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  };
  await look();
  await partOf(page).getByRole("button", { name: "Run starter", exact: true }).first().click();
  await done(page);
  await partOf(page)
    .getByRole("button", { name: /^starter: as expected/ })
    .first()
    .click();
  await page.getByRole("region", { name: "starter", exact: true }).waitFor();
  await look();
  await partOf(page).getByRole("button", { name: "Compare the starter with solution" }).first().click();
  await page.getByRole("textbox", { name: "convex/tasks.ts: solution" }).waitFor();
  await look();

  await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff&answer=solution");
  await page.getByText("Nothing here is saved.").waitFor();
  await look();
  await context.close();
});
