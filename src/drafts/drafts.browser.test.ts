import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import { denyStorage, DraftTab, openInConflict, rewrite } from "../tools/testing/draft-tab.ts";
import { hostHtml, openHostSite } from "../tools/testing/host-site.ts";
import { Profile } from "../tools/testing/profile.ts";

const ADDRESS = `${inject("siteUrl")}?exercise=identity-handoff`;
const DENIED =
  "Drafts cannot be kept here: your browser does not let this page store anything. Your code is lost when you leave.";

let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await newContext(browser);
});
afterEach(() => context.close());

const STARTER_LINE = 'import { v } from "convex/values";';

describe("a draft", () => {
  test("is restored after a reload, said in a sentence that takes no focus and can be dismissed", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await tab.reload();
    await tab.firstLine("// mine");
    await tab.says(/^Your draft from \d\d:\d\d was restored\.$/);
    expect(await tab.page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await tab.button("Dismiss").click();
    await expect.poll(() => tab.button("Start fresh").count()).toBe(0);
    await tab.firstLine("// mine");
    expect(tab.noise).toEqual([]);
  });

  test("is restored when the page is left in the moment of typing", async () => {
    const tab = await DraftTab.open(context);
    for (const line of ["// first", "// second", "// third"]) {
      await tab.type(line);
      await tab.reload();
      await tab.firstLine(line);
    }
  });

  test("is on screen before the editor is, and the starter never", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await tab.page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(window, { testSeen: seen });
      const look = (): void => {
        const code = document.querySelector(".editor-preview, .cm-content")?.textContent;
        if (code) seen.add(code.slice(0, 7));
        requestAnimationFrame(look);
      };
      if (window === top) requestAnimationFrame(look);
    });
    await tab.reload();
    const seen = await tab.page.evaluate(() => [
      ...(window as unknown as { testSeen: Set<string> }).testSeen,
    ]);
    expect(seen).toEqual(["// mine"]);
  });

  test("is there after the browser was killed", async () => {
    const profile = new Profile();
    try {
      const tab = new DraftTab(await profile.launch());
      await tab.visit();
      await tab.type("// before the crash");
      await tab.isStored("// before the crash");
      await profile.kill();
      const again = new DraftTab(await profile.launch());
      await again.visit();
      await again.firstLine("// before the crash");
      await again.says("was restored.");
    } finally {
      await profile.remove();
    }
  });

  test("starts fresh, and undo brings it back, both kept over a reload", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await tab.reload();
    await tab.button("Start fresh").click();
    await tab.firstLine(STARTER_LINE);
    await tab.says("The exercise starts fresh.");
    await tab.button("Undo").click();
    await tab.firstLine("// mine");
    await tab.isStored("// mine");

    await tab.reload();
    await tab.button("Start fresh").click();
    await tab.firstLine(STARTER_LINE);
    await expect.poll(async () => (await tab.stored()).map(({ files }) => files)).toEqual([{}]);
    await tab.reload();
    await tab.firstLine(STARTER_LINE);
    expect(await tab.button("Start fresh").count()).toBe(0);
  });

  test("keeps code from running by itself", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await tab.visit("&autorun");
    await tab.says("was restored.");
    await tab.says("Not run yet.");
  });

  test("is neither kept nor found with persist=off, and belongs to its key", async () => {
    const off = await DraftTab.open(context, "&persist=off");
    await off.type("// not kept");
    await off.button("Reset").waitFor();
    const other = await DraftTab.open(context, "&key=chapter-2");
    await other.type("// of chapter 2");
    await other.isStored("// of chapter 2");
    await off.visit();
    await off.firstLine(STARTER_LINE);
    await off.visit("&key=chapter-2&persist=off");
    await off.firstLine(STARTER_LINE);
    await off.visit("&key=chapter-2");
    await off.firstLine("// of chapter 2");
  });

  test("for an earlier version is offered and used on request", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// of old");
    await tab.isStored("// of old");
    await rewrite(tab, "older");
    await tab.firstLine(STARTER_LINE);
    await tab.says("There is a draft for an earlier version of this exercise.");
    await tab.button("Use it anyway").click();
    await tab.firstLine("// of old");
    await tab.button("Undo").click();
    await tab.firstLine(STARTER_LINE);
  });

  test("that is damaged is put aside and told, and the exercise opens", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await rewrite(tab, "damaged");
    await tab.says("A stored draft of this exercise could not be read.");
    await tab.firstLine(STARTER_LINE);
    await tab.type("// new");
    await tab.isStored("// new");
    expect(tab.noise).toEqual([]);
  });
});

describe("two tabs", () => {
  test("follow each other while one has no changes of its own", async () => {
    const [one, two] = [await DraftTab.open(context), await DraftTab.open(context)];
    await one.type("// from one");
    await two.says("This exercise is also open in another tab. Its newer code is shown here.");
    await two.firstLine("// from one");
    await two.type("// from two");
    await one.firstLine("// from two");
    await one.isStored("// from two");
  });

  test("with changes in both ask: the newer code is taken, and undone", async () => {
    const { one, two } = await openInConflict(context);
    await two.button("Take the newer code").click();
    await two.firstLine("// from one");
    await two.editor.click();
    await two.page.keyboard.press("ControlOrMeta+z");
    await two.firstLine("// from two");
    await two.isStored("// from two");
    await one.reload();
    await one.firstLine("// from two");
  });

  test("with changes in both ask: mine is kept", async () => {
    const { one, two } = await openInConflict(context);
    await two.button("Keep mine").click();
    await two.isStored("// from two");
    await two.firstLine("// from two");
    await one.reload();
    await one.firstLine("// from two");
  });

  test("the older of which is left do not overwrite the newer draft", async () => {
    const { one, two } = await openInConflict(context);
    await two.type("// still typing");
    await two.page.close();
    await one.isStored("// from one");
    await one.reload();
    await one.firstLine("// from one");
  });
});

describe("storage that is denied", () => {
  test("is said plainly, without noise, and the exercise works", async () => {
    await denyStorage(context);
    const tab = await DraftTab.open(context);
    await tab.says(DENIED);
    await tab.type("// mine");
    await tab.firstLine("// mine");
    await tab.button("Dismiss").click();
    await expect.poll(() => tab.page.getByText(DENIED).count()).toBe(0);
    expect(tab.noise).toEqual([]);
  });

  test("is said in a frame that has no origin", async () => {
    const host = await openHostSite();
    try {
      const address = `${ADDRESS}&embed=1`.replaceAll("&", "&amp;");
      const frame = `<iframe title="Exercise" width="1200" height="700" sandbox="allow-scripts" src="${address}"></iframe>`;
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(host.serve({ html: hostHtml(frame) }));
      const exercise = page.frameLocator("iframe");
      await exercise.getByRole("textbox", { name: "Code editor: convex/tasks.ts" }).waitFor();
      await exercise.getByRole("status").filter({ hasText: DENIED }).waitFor();
      expect(faults).toEqual([]);
    } finally {
      await host.close();
    }
  });
});

describe("axe finds nothing, wide and narrow,", () => {
  const shown = async (tab: DraftTab): Promise<void> => {
    for (const width of [360, 1280]) {
      await tab.page.setViewportSize({ width, height: 800 });
      if (width < 760) await tab.page.getByRole("tab", { name: "Code", exact: true }).click();
      expect(await violations(tab.page)).toEqual([]);
      const overflow = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
  };

  test("in what is told of a draft", async () => {
    const tab = await DraftTab.open(context);
    await tab.type("// mine");
    await tab.isStored("// mine");
    await tab.reload();
    await tab.says("was restored.");
    await shown(tab);
    await tab.button("Start fresh").click();
    await tab.says("The exercise starts fresh.");
    await shown(tab);
    await tab.button("Undo").click();
    await tab.isStored("// mine");
    await rewrite(tab, "older");
    await tab.says("There is a draft for an earlier version of this exercise.");
    await shown(tab);
    await tab.type("// again");
    await expect.poll(async () => (await tab.stored()).length).toBe(2);
    await rewrite(tab, "damaged");
    await tab.says("could not be read.");
    await shown(tab);
  });

  test("in what is told of tabs", async () => {
    const { two } = await openInConflict(context);
    await shown(two);
  });

  test("in what is told of denied storage", async () => {
    await denyStorage(context);
    const tab = await DraftTab.open(context);
    await tab.says(DENIED);
    await shown(tab);
  });
});
