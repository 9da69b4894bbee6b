import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../../tools/exercises/read.ts";
import { launchChromium, preparePage, type OpenedPage } from "../../tools/testing/browser.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";
import type { Verdict } from "../../wire/verdict.ts";

const EXERCISE = "identity-handoff";
const TASKS = "convex/tasks.ts";
const PAGE = "app/page.tsx";
const exercise = await readExercise(EXERCISE);
const starter = (path: string): string => exercise.files.find((file) => file.path === path)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[TASKS] ?? "";

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page that is watched before it goes anywhere. */
async function prepare(): Promise<void> {
  opened = await preparePage(browser, inject("siteUrl"));
}

async function close(): Promise<void> {
  expect(opened.foreignRequests).toEqual([]);
  await opened.context.close();
}

async function open(parameters = ""): Promise<void> {
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), `${EXERCISE}${parameters}`);
}

const button = (name: string | RegExp): Locator =>
  opened.page.getByRole("button", { name, exact: typeof name === "string" });
const takeButtons = (): Locator => button(/^Take this change, line \d+$/);

async function showSolution(left: string): Promise<void> {
  await button("Show solution").click();
  await opened.page.getByText(left).waitFor();
}

const ownLines = (): Promise<(string | null)[]> =>
  workbench.editor.locator(".cm-line").evaluateAll((all) => all.map((line) => line.textContent));

/** The learner's text of the file that is open; it must fit on the screen. */
async function expectText(text: string): Promise<void> {
  await expect.poll(async () => (await ownLines()).join("\n")).toBe(text);
}

async function expectFirstLine(line: string | undefined): Promise<void> {
  await expect.poll(async () => (await ownLines())[0]).toBe(line);
}

function failures(verdict: Verdict): string[] {
  return verdict.checks.filter(({ status }) => status === "failed").map(({ id }) => id);
}

describe("in one workbench", () => {
  beforeAll(async () => {
    await prepare();
    await open();
  });
  afterAll(close);
  beforeEach(async () => {
    await opened.page.setViewportSize({ width: 1280, height: 800 });
    if (await button("Hide solution").isVisible()) await button("Hide solution").click();
    await button("Reset").click();
    await workbench.openTab(TASKS);
    await expectText(starter(TASKS));
  });

  describe("the solution", () => {
    test("is taken change by change, and each that is taken counts in the next run", async () => {
      const wrongOwner = starter(TASKS).replace("owner: identity.subject", 'owner: "someone"');
      expect(wrongOwner).not.toBe(starter(TASKS));
      await workbench.replaceFile(TASKS, wrongOwner);
      await showSolution("2 changes are left in 1 file.");
      await opened.page.getByRole("tab", { name: TASKS }).getByText("differs").waitFor();

      await takeButtons().first().click();
      await opened.page.getByText("1 change is left in 1 file.").waitFor();
      const verdict = await workbench.run();
      expect(failures(verdict)).toEqual(["writes-have-an-owner"]);

      await takeButtons().first().click();
      await opened.page.getByText("Your code is the solution: no changes are left.").waitFor();
      await expectText(solution);
      expect((await workbench.run()).status).toBe("passed");
    });

    test("goes again with undo, while it is shown and after it was hidden", async () => {
      await showSolution("1 change is left");
      await takeButtons().click();
      await expectText(solution);
      await opened.page.keyboard.press("ControlOrMeta+z");
      await expectText(starter(TASKS));
      await opened.page.getByText("1 change is left").waitFor();

      await button("Take all of this file").click();
      await button("Hide solution").click();
      await expectText(solution);
      await workbench.editor.focus();
      await opened.page.keyboard.press("ControlOrMeta+z");
      await expectText(starter(TASKS));
    });

    test("leaves the learner's text alone, which can be edited beside it", async () => {
      const edited = `// mine\n${starter(TASKS)}`;
      await showSolution("1 change is left");
      await workbench.replaceFile(TASKS, edited);
      await opened.page.getByText("2 changes are left in 1 file.").waitFor();
      await workbench.replaceFile(PAGE, `// also mine\n${starter(PAGE)}`);
      await opened.page.getByText("3 changes are left in 2 files.").waitFor();
      await button("Hide solution").click();
      await expect.poll(() => takeButtons().count()).toBe(0);
      await workbench.openTab(TASKS);
      await expectText(edited);
    });

    test("leads from change to change where they do not fit on the screen", async () => {
      const mine = "// mine\n".repeat(120);
      await workbench.replaceFile(TASKS, `${mine}${starter(TASKS)}${mine}`);
      await opened.page.keyboard.press("ControlOrMeta+Home");
      await showSolution("3 changes are left");
      const focused = (): Promise<string | null> =>
        opened.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
      const names = ["Take this change, line 1", "Take this change, line 127", "Take this change, line 141"];
      for (const name of [...names, names[0]]) {
        await button("Next change").click();
        expect(await focused()).toBe(name);
      }
      // Taking one leads to the next, wherever it is, and the last one back to the code.
      await opened.page.keyboard.press("Enter");
      await expect.poll(focused).toBe("Take this change, line 7");
      await opened.page.keyboard.press("Enter");
      await expect.poll(focused).toBe("Take this change, line 25");
      await opened.page.keyboard.press("Enter");
      await expect.poll(focused).toBe(`Code editor: ${TASKS}`);
      await expectText(solution);
    });

    test("says where changes are left when the open file has none", async () => {
      await showSolution("1 change is left");
      await workbench.openTab(PAGE);
      await opened.page.getByText("1 change is left in 1 file. This file is as in the solution.").waitFor();
      await button(`Go to ${TASKS}`).click();
      await takeButtons().waitFor();
    });

    test("stands in a second column where there is room, level with the learner's code", async () => {
      await opened.page.setViewportSize({ width: 1920, height: 900 });
      await showSolution("1 change is left");
      const column = opened.page.getByRole("textbox", { name: `Solution: ${TASKS}` });
      const top = async (place: Locator): Promise<number> => {
        const box = await place.getByText("export const add").boundingBox();
        return box?.y ?? Number.NaN;
      };
      await column.getByText("// not signed in").waitFor();
      await expect.poll(async () => (await top(workbench.editor)) - (await top(column))).toBeCloseTo(0, 0);
      await takeButtons().click();
      await expectText(solution);
      await expect.poll(async () => (await top(workbench.editor)) - (await top(column))).toBeCloseTo(0, 0);

      await opened.page.setViewportSize({ width: 1000, height: 800 });
      await expect.poll(() => column.count()).toBe(0);
    });

    test("is reached and taken by keyboard alone", async () => {
      const { keyboard } = opened.page;
      const press = async (key: string, until: Locator): Promise<void> => {
        const isFocused = (): Promise<boolean> =>
          until.evaluateAll((found) => found.some((element) => element === document.activeElement));
        for (let presses = 0; presses < 40 && !(await isFocused()); presses += 1) await keyboard.press(key);
        expect(await isFocused()).toBe(true);
      };
      await press("Tab", button("Show solution"));
      await keyboard.press("Enter");
      await takeButtons().waitFor();
      await press("Shift+Tab", takeButtons());
      await keyboard.press("Enter");
      await expectText(solution);
      // The editor has the focus again, so undo is at hand.
      await keyboard.press("ControlOrMeta+z");
      await expectText(starter(TASKS));
      // In the editor Tab indents after a change; Escape lets it leave.
      await keyboard.press("Escape");
      await press("Tab", takeButtons());
      await keyboard.press("Space");
      await expectText(solution);
    });

    test("is undone from the next change's button too", async () => {
      const edited = `// mine\n${starter(TASKS)}`;
      await workbench.replaceFile(TASKS, edited);
      await showSolution("2 changes are left");
      await takeButtons().first().click();
      await opened.page.getByText("1 change is left").waitFor();
      await opened.page.keyboard.press("ControlOrMeta+z");
      await opened.page.getByText("2 changes are left").waitFor();
      await expectText(edited);
    });
  });

  describe("Reset", () => {
    test("with the solution open, and its undo after a change of tabs, bring back every file", async () => {
      const mine = `// mine\n${starter(PAGE)}`;
      await workbench.replaceFile(PAGE, mine);
      await workbench.replaceFile(TASKS, solution);
      await showSolution("1 change is left in 1 file.");
      await button("Reset").click();
      await expectText(starter(TASKS));
      await opened.page.getByText("1 change is left in 1 file.").waitFor();
      await workbench.openTab(PAGE);
      await expectFirstLine(starter(PAGE).split("\n")[0]);
      await button("Undo reset").click();
      await expectFirstLine("// mine");
      await workbench.openTab(TASKS);
      await expectText(solution);
    });

    test("is not undone by what comes after it", async () => {
      await workbench.replaceFile(TASKS, "// mine\n");
      await button("Reset").click();
      await button("Undo reset").waitFor();
      await showSolution("1 change is left");
      await button("Take all of this file").click();
      await expectText(solution);
      expect(await button("Undo reset").count()).toBe(0);
    });
  });
});

describe("with a workbench of their own", () => {
  beforeEach(prepare);
  afterEach(close);

  describe("the solution", () => {
    test("as a whole passes without the compiler", async () => {
      const requests: string[] = [];
      opened.page.on("request", (request) => requests.push(request.url()));
      await open();
      await showSolution("1 change is left in 1 file.");
      await button("Take all of this file").click();
      await expectText(solution);
      expect((await workbench.run()).status).toBe("passed");
      expect(requests.filter((url) => url.includes("esbuild"))).toEqual([]);
    });

    test("that cannot be loaded says so, and is loaded on another try", async () => {
      await open();
      await opened.context.setOffline(true);
      await button("Show solution").click();
      await opened.page.getByText("The solution could not be loaded.").waitFor();
      await opened.context.setOffline(false);
      await button("Try again").click();
      await takeButtons().waitFor();
    });
  });

  describe("Show solution", () => {
    test("is never there when the page says never", async () => {
      await open("&solution=never");
      await button("Hint").waitFor();
      expect(await button("Show solution").count()).toBe(0);
    });

    test("comes with the first pass when the page says after-pass, and stays", async () => {
      await open("&solution=after-pass");
      await workbench.run();
      expect(await button("Show solution").count()).toBe(0);
      await workbench.replaceFile(TASKS, solution);
      expect((await workbench.run()).status).toBe("passed");
      await button("Show solution").waitFor();
      await workbench.replaceFile(TASKS, starter(TASKS));
      expect((await workbench.run()).status).toBe("failed");
      await showSolution("1 change is left");
    });

    test("shows and does not let take in a read-only exercise", async () => {
      await open("&readonly=true");
      await showSolution("1 change is left");
      await opened.page.getByText("Lines 7 to 9 in the solution").waitFor();
      expect(await button(/^Take/).count()).toBe(0);
    });
  });

  describe("Reset", () => {
    test("is undone even where the editor was not there yet", async () => {
      await open();
      const edited = `// mine\n${starter(TASKS)}`;
      await workbench.replaceFile(TASKS, edited);
      const { page } = opened;
      // Leaves the draft, and comes back to an editor that is long in coming.
      let comes = (): void => undefined;
      const coming = new Promise<void>((resolve) => (comes = resolve));
      await page.goto("about:blank");
      await page.route(/\/assets\/code-editor-[^/]*\.js$/, async (route) => {
        await coming;
        await route.continue();
      });
      await page.goto(`${inject("siteUrl")}?exercise=${EXERCISE}`);
      await page.getByText("Loading editor…").waitFor();
      await page.getByText("// mine").waitFor();
      await button("Reset").click();
      await page.getByText("// mine").waitFor({ state: "detached" });
      comes();
      await workbench.editor.waitFor();
      await expectText(starter(TASKS));
      await button("Undo reset").click();
      await expectText(edited);
      expect(await button("Reset").evaluate((one) => one === document.activeElement)).toBe(true);
    });
  });
});
