import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../../tools/testing/accessibility.ts";
import { readAnswers } from "../../tools/exercises/read.ts";
import type { OpenedPage } from "../../tools/testing/browser.ts";
import { SharedWorkbench } from "../../tools/testing/shared-workbench.ts";
import type { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

let shared: SharedWorkbench;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  shared = await SharedWorkbench.open(inject("siteUrl"));
  ({ opened, workbench } = shared);
});
afterAll(() => shared.close());
beforeEach(async () => {
  await shared.begin();
  await workbench.signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  await shared.openClock();
});

const button = (name: string): Locator => shared.button(name);

/** `exp` of every token that the deployment has accepted from the app, in order. */
const expiries = (): number[] =>
  workbench.hops
    .filter(({ to }) => to === "deployment")
    .flatMap(({ tokens }) => tokens)
    .filter(({ verification }) => verification.status === "accepted")
    .map(({ jwt }) =>
      Number(JSON.parse(atob((jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))).exp),
    );

test("a minute later the app has renewed its token by itself, and nobody was signed out", async () => {
  const before = expiries().at(-1) ?? 0;
  await button("+60 s").click();
  await expect.poll(() => expiries().at(-1), { timeout: 10_000 }).toBeGreaterThan(before + 50);
  await workbench.expectLamps("signed in", "authenticated");
  expect(await workbench.tasks(2)).toContain("Write note G");
});

test("at twenty times the speed a token of sixty seconds is renewed within a few", async () => {
  const before = expiries().length;
  await opened.page.getByRole("combobox", { name: "Speed" }).selectOption("20");
  await expect.poll(() => expiries().length, { timeout: 15_000 }).toBeGreaterThan(before + 1);
  await workbench.expectLamps("signed in", "authenticated");
});

const TASKS = "convex/tasks.ts";
const solution = (await readAnswers("identity-handoff")).solution[TASKS] ?? "";

test("the app, Clerk, the deployment and what it has scheduled move together", async () => {
  const { page } = opened;
  await workbench.replaceFile(
    TASKS,
    `import { api } from "./_generated/api";
    import { mutation, query } from "./_generated/server";
    export const list = query({ args: {}, handler: (ctx) => ctx.db.query("tasks").collect() });
    export const add = mutation({ args: {}, handler: (ctx) => ctx.scheduler.runAfter(250_000, api.tasks.note, {}) });
    export const note = mutation({ args: {}, handler: async (ctx) => {
      await ctx.db.insert("tasks", { owner: "nobody", text: "noted at " + Date.now(), isDone: false });
    } });`,
  );
  await workbench.run();
  await workbench.expectLamps("signed in", "authenticated");
  await page.getByRole("tab", { name: "Convex", exact: true }).click();
  await page.getByRole("tab", { name: "Functions", exact: true }).click();
  await page.getByRole("combobox", { name: "Function" }).selectOption("tasks:add");
  await button("Run function").click();
  await page.getByText(/tasks:add as nobody: returned/).waitFor();
  for (let jump = 0; jump < 5; jump++) await button("+60 s").click();
  await page.getByRole("tab", { name: "Data", exact: true }).click();
  const noted = page.getByRole("cell", { name: /^noted at / });
  await noted.waitFor();
  const ahead = (ms: number): number => Math.round((ms - Date.now()) / 1000);
  const isAhead = (seconds: number): boolean => Math.abs(seconds - 300) < 45;
  const app = await workbench.appFrame();
  expect(ahead(await app.evaluate(() => Date.now()))).toSatisfy(isAhead);
  expect(ahead(Number((await noted.textContent())?.replace(/\D/g, "")))).toSatisfy(isAhead);
  await expect
    .poll(() => ahead(((expiries().at(-1) ?? 0) - 60) * 1000), { timeout: 10_000 })
    .toSatisfy(isAhead);
  // For the tests after this one.
  await workbench.replaceFile(TASKS, solution);
});

test("while time stands still no second passes, and it goes on from there", async () => {
  await button("Pause time").click();
  const reading = opened.page.getByText(/stands still/);
  const shown = await reading.textContent();
  await button("+10 s").click();
  await expect.poll(() => reading.textContent()).not.toBe(shown);
  const jumped = await reading.textContent();
  // Longer than the display takes to show the next second.
  await opened.page.waitForTimeout(1200);
  expect(await reading.textContent()).toBe(jumped);
  await button("Go on").click();
  await opened.page.getByText(/goes as usual/).waitFor();
  await expect.poll(() => reading.count()).toBe(0);
});

test("rows put back put time back, and the next run is in the present", async () => {
  await button("+60 s").click();
  await opened.page.getByRole("combobox", { name: "Speed" }).selectOption("5");
  await button("Restore rows").click();
  await opened.page.getByText(/goes as usual/).waitFor();
  expect((await workbench.run()).status).toBe("passed");
  await workbench.signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  expect(Math.abs((expiries().at(-1) ?? 0) - Date.now() / 1000 - 60)).toBeLessThan(30);
});

test.each([1280, 360])("axe finds nothing at %i px", async (width) => {
  const { page } = opened;
  await page.setViewportSize({ width, height: 800 });
  if (width < 760) await workbench.openView("Handoff");
  await button("To the token's end").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});
