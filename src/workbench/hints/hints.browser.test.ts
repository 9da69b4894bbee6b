import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { ExerciseCheck } from "../../exercise/exercise.ts";
import { readAnswers, readExercise } from "../../tools/exercises/read.ts";
import { violations } from "../../tools/testing/accessibility.ts";
import { launchChromium, preparePage, type OpenedPage } from "../../tools/testing/browser.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

const EXERCISE = "identity-handoff";
const TASKS = "convex/tasks.ts";
const exercise = await readExercise(EXERCISE);
const starter = exercise.files.find(({ path }) => path === TASKS)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[TASKS] ?? "";

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  opened = await preparePage(browser, inject("siteUrl"));
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), EXERCISE);
});
afterEach(() => opened.context.close());

const button = (name: string): Locator => opened.page.getByRole("button", { name, exact: true });
const card = (): Locator => opened.page.getByRole("group", { name: "Hint" });

function checkOf(id: string): ExerciseCheck {
  const check = exercise.checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return check;
}

/** Waits until this hint of the check is the one that is open. */
async function expectHint({ title, hints }: ExerciseCheck, index: number): Promise<void> {
  await card()
    .getByText(`Hint ${index + 1} of ${hints.length} for “${title}”`)
    .waitFor();
  const text = (await card().locator(".prose").textContent()) ?? "";
  expect(text.replaceAll(/\s+/g, " ").trim()).toBe(hints[index]?.text);
}

describe("Hint", () => {
  test("before the first run gives the first check's first hint, and says that it depends", async () => {
    await button("Hint").click();
    await card().getByText("Press Run first: the hint depends on what fails.").waitFor();
    const [first] = exercise.checks;
    if (first === undefined) throw new Error("There are no checks.");
    await expectHint(first, 0);
  });

  test("is for the check that fails, also when another one does after the next run", async () => {
    await workbench.run();
    await button("Hint").click();
    await expectHint(checkOf("anonymous-gets-nothing"), 0);

    // A stranger gets nothing now, and everyone else gets everything.
    const everyone = solution.replace('.withIndex("by_owner", (q) => q.eq("owner", userId))', "");
    expect(everyone).not.toBe(solution);
    await workbench.replaceFile(TASKS, everyone);
    await workbench.run();
    await expectHint(checkOf("own-rows-only"), 0);

    await workbench.replaceFile(TASKS, solution);
    await workbench.run();
    await card().getByText("Every check passed: no hint is left to give.").waitFor();
  });

  test("shows one hint at a time until there are no more, then offers the solution", async () => {
    await workbench.run();
    await button("Hint").click();
    const check = checkOf("anonymous-gets-nothing");
    for (const index of check.hints.keys()) {
      await expectHint(check, index);
      if (index + 1 < check.hints.length) await button("Next hint").click();
    }
    expect(await button("No more hints").getAttribute("aria-disabled")).toBe("true");
    await button("Show solution instead").click();
    await button("Hide solution").waitFor();
    expect(await button("Show solution instead").count()).toBe(0);
    await button("Close hint").click();
    await expect.poll(() => card().textContent()).toBe("");
    expect(await button("Hint").evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("leads to the console when the code does not compile", async () => {
    await workbench.replaceFile(TASKS, starter.replace("return await", "const = await"));
    expect((await workbench.run()).status).toBe("error");
    await workbench.openTab("Preview");
    await button("Hint").click();
    await card().getByText("The code does not compile yet: Console shows where.").waitFor();
    await button("Open Console").click();
    await button(`${TASKS}:9:11`).waitFor();
  });

  test("of each failed check can be asked for, and none is given away before", async () => {
    await workbench.run();
    await workbench.openTab("Checks");
    const check = checkOf("sign-out-takes-data-away");
    const hint = check.hints[0]?.text ?? "";
    await button(`Hint for “${check.title}”`).waitFor();
    expect(await opened.page.locator("body").textContent()).not.toContain(hint);
    expect(await button(`Hint for “${checkOf("forged-refused").title}”`).count()).toBe(0);
    await button(`Hint for “${check.title}”`).click();
    await expectHint(check, 0);
    // It still fails, so a run does not take its hint away.
    await workbench.run();
    await expectHint(check, 0);
  });
});

test("axe finds nothing with a hint and the solution open, before and after it was taken, at any width", async () => {
  const { page } = opened;
  const look = async (): Promise<void> => {
    for (const width of [1920, 1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page), `${width}`).toEqual([]);
    }
  };
  await button("Hint").click();
  await look();
  await button("Show solution").click();
  await page.getByText("1 change is left").waitFor();
  await look();
  await button("Take all of this file").click();
  await page.getByText("no changes are left").waitFor();
  await look();
});
