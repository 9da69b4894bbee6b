/** A browser that is short of memory ends processes without a word to the page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ROOT } from "../tools/bundle.ts";
import { crashSandboxFrames, killWorker, surviveFrameCrashes } from "../tools/soak/kills.ts";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const TASKS = "convex/tasks.ts";
const STARTER = readFileSync(join(ROOT, "exercises/identity-handoff/starter", TASKS), "utf8");

let browser: Browser;
let context: BrowserContext;
let page: Page;
let workbench: WorkbenchPage;

async function open(exercise: string): Promise<void> {
  ({ page } = await preparePage(browser, inject("siteUrl")));
  context = page.context();
  surviveFrameCrashes(page);
  workbench = await WorkbenchPage.open(page, inject("siteUrl"), exercise);
}

const crash = (): Promise<boolean> => crashSandboxFrames(context, page);

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe("of an app", () => {
  beforeAll(() => open("identity-handoff"));
  afterAll(() => page.close());

  test("the next run works where every isolate is dead", async () => {
    expect((await workbench.run()).status).toBe("failed");
    while (await killWorker(page, "isolate", 0));
    expect((await workbench.run()).status).toBe("failed");
  });

  test("the next run works where the process of all frames is dead", async () => {
    expect(await crash()).toBe(true);
    expect((await workbench.run()).status).toBe("failed");
  });

  test("a compiler that died leaves Stop working, and a later run starts it anew", async () => {
    await workbench.replaceFile(TASKS, `${STARTER}// one\n`);
    expect((await workbench.run()).status).toBe("failed");
    expect(await killWorker(page, "compiler", 0)).toBe(true);
    await workbench.replaceFile(TASKS, `${STARTER}// two\n`);
    const { verdict } = await workbench.pressRun();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    expect((await verdict).status).toBe("stopped");
    const isCompiled = async (): Promise<boolean> => {
      const { verdict: next } = await workbench.pressRun();
      const stop = setTimeout(
        () => void page.getByRole("button", { name: "Stop", exact: true }).click(),
        5000,
      );
      const { status } = await next;
      clearTimeout(stop);
      return status === "failed";
    };
    await expect.poll(isCompiled, { timeout: 30_000 }).toBe(true);
  });

  test("the process that dies after the verdict is told of, and not the code blamed", async () => {
    expect(await crash()).toBe(true);
    const told = page.getByRole("status").filter({ hasText: /^Run \d+: The browser ended the process/ });
    await told.first().waitFor();
    expect((await workbench.run()).status).toBe("failed");
  });

  test("the process that dies in the middle of a run ends it with that sentence", async () => {
    const crashed = async (): Promise<string | undefined> => {
      const { verdict } = await workbench.pressRun();
      expect(await crash()).toBe(true);
      return (await verdict).error?.code;
    };
    // A machine that is busy elsewhere may be slower than the run.
    await expect.poll(crashed, { timeout: 60_000 }).toBe("sandbox-gone");
    expect((await workbench.run()).status).toBe("failed");
  });
});

describe("of a script", () => {
  beforeAll(() => open("handoff-in-miniature"));
  afterAll(() => page.close());

  test("the next run works where the process of the frame is dead", async () => {
    expect((await workbench.run()).status).toBe("failed");
    expect(await crash()).toBe(true);
    expect((await workbench.run()).status).toBe("failed");
  });
});
