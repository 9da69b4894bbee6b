import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../../tools/testing/accessibility.ts";
import { launchChromium, preparePage, type OpenedPage } from "../../tools/testing/browser.ts";
import { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  opened = await preparePage(browser, inject("siteUrl"));
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), "identity-handoff");
});
afterEach(async () => {
  expect(opened.foreignRequests).toEqual([]);
  await opened.context.close();
});

const tab = (name: string): Locator => opened.page.getByRole("tab", { name, exact: true });

async function call(path: string, caller: string, args: string): Promise<void> {
  const { page } = opened;
  await tab("Functions").click();
  await page.getByRole("combobox", { name: "Function" }).selectOption(path);
  await page.getByRole("combobox", { name: "Run as" }).selectOption({ label: caller });
  await page.getByRole("textbox", { name: /^Arguments/ }).fill(args);
  await page.getByRole("button", { name: "Run function" }).click();
}

const answer = (text: RegExp): Promise<void> =>
  expect.poll(() => opened.page.locator(".call-answer").textContent(), { timeout: 10_000 }).toMatch(text);

test("rows are shown as they change, also by what the app does", async () => {
  await workbench.run();
  await tab("Convex").click();
  const table = opened.page.getByRole("table", { name: "tasks" });
  await table.getByRole("cell", { name: "Find the moth" }).waitFor();
  expect(await table.getByRole("columnheader").allTextContents()).toEqual([
    "_id",
    "isDone",
    "owner",
    "text",
    "_creationTime",
  ]);
  await tab("Preview").click();
  await workbench.signInAs("Ada Lovelace");
  await workbench.app.getByRole("textbox", { name: "New task" }).fill("Invent the loop");
  await workbench.app.getByRole("button", { name: "Add" }).click();
  await tab("Convex").click();
  await table.getByRole("cell", { name: "Invent the loop" }).waitFor();
});

test("a function is called as anybody, with a token that is really verified", async () => {
  await workbench.run();
  await tab("Convex").click();
  await call("tasks:add", "Grace Hopper", '{ "text": "from the pane" }');
  await answer(/tasks:add as Grace Hopper: returned/);
  await tab("Data").click();
  await opened.page.getByRole("cell", { name: "from the pane" }).waitFor();
  await opened.page.getByRole("row", { name: /user_2handoffGraceHopper0002 from the pane/ }).waitFor();

  await call("tasks:add", "nobody (anonymous)", '{ "text": "of nobody" }');
  await answer(/tasks:add as nobody: refused[^]*Not signed in/);
  await call("tasks:add", "nobody (anonymous)", '{ "text": 7 }');
  await answer(/ArgumentValidationError/);
  await call("tasks:add", "nobody (anonymous)", "{ text: 7 }");
  await answer(/The arguments are not JSON/);

  await tab("Logs").click();
  await opened.page.getByRole("row", { name: /tasks:add mutation Grace Hopper success/ }).waitFor();
  await opened.page
    .getByRole("row", { name: /tasks:add mutation anonymous failure .*Not signed in/ })
    .waitFor();
});

test("somebody who was added at Clerk calls as well, with the session token where the integration serves", async () => {
  const { page } = opened;
  const said = (text: string): Promise<void> => page.getByRole("status").filter({ hasText: text }).waitFor();
  await workbench.run();
  await tab("Clerk").click();
  await page.getByText("Add a person").click();
  for (const [label, text] of [
    ["First name", "Katherine"],
    ["Last name", "Johnson"],
    ["Email address", "katherine@example.com"],
    ["Password", "trajectory"],
  ] as const)
    await page.getByRole("textbox", { name: label, exact: true }).fill(text);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await said("Katherine can sign in now.");
  await tab("JWT templates").click();
  await page.getByRole("button", { name: "Delete template convex" }).click();
  await said("convex is gone: asking for it ends in 404.");
  await tab("Convex").click();
  await call("tasks:add", "Katherine Johnson", '{ "text": "trajectory" }');
  await answer(/tasks:add as Katherine Johnson: refused\s*No JWT template exists with name: convex/);

  await tab("Clerk").click();
  await tab("Instance").click();
  await page.getByRole("checkbox", { name: /into the session token/ }).check();
  await said("Session tokens are for Convex now; no template is needed.");
  await tab("Convex").click();
  await call("tasks:add", "Katherine Johnson", '{ "text": "trajectory" }');
  await answer(/tasks:add as Katherine Johnson: returned/);
  await tab("Logs").click();
  await page.getByRole("row", { name: /tasks:add mutation Katherine Johnson success/ }).waitFor();
});

test("the logs have what a function writes to its console", async () => {
  const path = "convex/tasks.ts";
  await workbench.replaceFile(
    path,
    `import { query } from "./_generated/server";
    export const list = query({ args: {}, handler: async (ctx) => {
      const identity = await ctx.auth.getUserIdentity();
      console.log("who", identity?.name ?? null);
      console.warn({ rows: 0 });
      return [];
    } });
    export const add = list;`,
  );
  await workbench.run();
  await tab("Convex").click();
  await call("tasks:list", "Grace Hopper", "{}");
  await answer(/returned/);
  await tab("Logs").click();
  const row = opened.page.getByRole("row", { name: /tasks:list query Grace Hopper success/ }).first();
  expect(await row.locator(".log-lines").textContent()).toMatch(/^\[LOG\] 'who' 'Grace Hopper'\n\[WARN\] /);
});

test("settings name whom the deployment trusts, and before a run there is nothing to see", async () => {
  await tab("Convex").click();
  await opened.page.getByText("Nothing has been deployed yet. Press Run.").waitFor();
  await workbench.run();
  await tab("Settings").click();
  const settings = opened.page.getByRole("region", { name: "Settings" });
  for (const text of ["https://calm-otter-42.clerk.accounts.dev", "CLERK_JWT_ISSUER_DOMAIN", "convex"])
    await settings.getByText(text, { exact: true }).first().waitFor();
});

test("by keyboard only: from the tabs to a call and its answer", async () => {
  await workbench.run();
  const { page } = opened;
  await tab("Preview").focus();
  await page.keyboard.press("End");
  await tab("Data").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  for (const _ of ["function", "caller", "arguments", "button"]) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await answer(/tasks:add as nobody: refused/);
});

test("axe finds nothing, wide and narrow", async () => {
  const { page } = opened;
  await workbench.run();
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    if (width < 760) await workbench.openView("App");
    await tab("Convex").click();
    await tab("Data").click();
    await page.getByRole("table", { name: "tasks" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await call("tasks:list", "Ada Lovelace", "{}");
    await answer(/tasks:list as Ada Lovelace: returned/);
    expect(await violations(page)).toEqual([]);
    for (const name of ["Logs", "Settings"]) {
      await tab(name).click();
      expect(await violations(page)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});
