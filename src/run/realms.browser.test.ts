import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const UNAVAILABLE = {
  status: "error",
  error: {
    code: "realm-unavailable",
    message: expect.stringContaining("Press Run again when you are online."),
  },
};

test("a run whose compiler cannot be loaded ends with a sentence, and the next run loads it", async () => {
  const { page, context } = await preparePage(browser, inject("siteUrl"));
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  // An app without a deployment's function: what matters is that it is not the precompiled starter.
  await workbench.replaceFile("app/page.tsx", "export default function Page() { return <p>mine</p>; }");

  // Only the compiler is not loaded yet: the stand-ins were started with the page.
  await page.route(/\/assets\/worker-.*\.js$/, (route) => route.abort());
  expect(await workbench.run()).toMatchObject(UNAVAILABLE);
  await page
    .getByText(/Press Run again when you are online/)
    .first()
    .waitFor();

  // The script comes, and what it needs does not.
  await page.unroute(/\/assets\/worker-.*\.js$/);
  await page.route(/\.wasm$/, (route) => route.abort());
  expect(await workbench.run()).toMatchObject(UNAVAILABLE);

  await page.unroute(/\.wasm$/);
  const { verdict } = await workbench.pressRun();
  await workbench.app.getByText("mine").waitFor();
  expect((await verdict).status).toBe("failed");
  await context.close();
});

test("stand-ins that could not be loaded with the page are loaded by a later run", async () => {
  const { page, context } = await preparePage(browser, inject("siteUrl"));
  await page.route(/\/assets\/worker-.*\.js$/, (route) => route.abort());
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  expect(await workbench.run()).toMatchObject(UNAVAILABLE);
  await page.unroute(/\/assets\/worker-.*\.js$/);
  expect(await workbench.run()).toMatchObject({ status: "failed" });
  await context.close();
});

test.each([
  [
    "falls over the code",
    `if (data.path?.[0] === "compile") setTimeout(() => { throw new Error("unreachable"); });`,
  ],
  ["does not come back", `if (data.path?.[0] === "compile") event.stopImmediatePropagation();`],
])("a compiler that %s ends the run with a sentence, and the next run has another", async (_, trouble) => {
  const { page, context } = await preparePage(browser, inject("siteUrl"));
  const scripts = /\/assets\/worker-.*\.js$/;
  // In front of the worker's own listener.
  await page.route(scripts, async (route) => {
    const response = await route.fetch();
    const body = `addEventListener("message", (event) => { const { data } = event; ${trouble} });\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  await workbench.replaceFile("app/page.tsx", "export default function Page() { return <p>mine</p>; }");
  const verdict = await workbench.run();
  expect(verdict).toMatchObject({ status: "error", error: { code: "compiler-stuck" } });
  expect(verdict.error?.message).toContain("Run works again.");

  await page.unroute(scripts);
  const { verdict: next } = await workbench.pressRun();
  await workbench.app.getByText("mine").waitFor();
  expect((await next).status).toBe("failed");
  await context.close();
});
