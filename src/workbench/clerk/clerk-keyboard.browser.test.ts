/** The Clerk pane and the clock by keyboard alone: every control is reached, and the keyboard's place is kept. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
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
beforeEach(() => shared.begin());

const tab = (name: string): Locator => shared.tab(name);
const press = (key: string): Promise<void> => opened.page.keyboard.press(key);
const type = (text: string): Promise<void> => opened.page.keyboard.type(text);
const said = (text: string | RegExp): Promise<void> => shared.said(text);
const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);
const region = (name: string): Locator => opened.page.getByRole("region", { name, exact: true });

/** What has the focus: by its own name, its label or its text. */
const focused = (): Promise<string> =>
  opened.page.evaluate(() => {
    const at = document.activeElement;
    const own = at?.getAttribute("aria-label");
    const label = own === null || own === undefined ? at?.closest("label")?.cloneNode(true) : undefined;
    if (label instanceof Element)
      for (const field of label.querySelectorAll("select, textarea")) field.remove();
    return (own ?? (label ?? at)?.textContent ?? "").trim();
  });

/** Goes on by Tab until the named control has the focus, which must be soon and in sight. */
async function tabTo(name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 40; step++) {
    await press(key);
    const now = await focused();
    if (now === name) return expectFocusInSight();
    passed.push(now);
  }
  expect(passed).toContain(name);
}

/** In sight: not cut off by what scrolls around it. */
async function expectFocusInSight(): Promise<void> {
  const ratio = (): Promise<number> =>
    opened.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const at = document.activeElement;
          if (at === null) return resolve(0);
          new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio ?? 0)).observe(at);
        }),
    );
  await expect.poll(ratio).toBeGreaterThan(0.9);
}

/** From wherever the focus is in the pane to another of its tabs. */
async function goTo(name: string): Promise<void> {
  const all = ["People", "Sessions", "Organizations", "JWT templates", "Instance"];
  const isOnTab = (): Promise<boolean> =>
    opened.page.evaluate((names) => {
      const at = document.activeElement;
      return at?.getAttribute("role") === "tab" && names.includes(at.textContent ?? "");
    }, all);
  for (let step = 0; step < 40 && !(await isOnTab()); step++) await press("Shift+Tab");
  await press("Home");
  for (let step = 0; step < all.indexOf(name); step++) await press("ArrowRight");
  expect(await isFocused(tab(name))).toBe(true);
}

async function openClerkPane(): Promise<void> {
  await tab("Preview").focus();
  for (const _ of ["Console", "Clerk"]) await press("ArrowRight");
  await tab("People").waitFor();
  await press("Tab");
  await press("Home");
  expect(await focused()).toBe("People");
}

test("people: sign in, make a ticket, add somebody, ban and let in again", async () => {
  await openClerkPane();
  await tabTo("Sign in as Ada Lovelace");
  await press("Enter");
  await said("Ada Lovelace is signed in, in your app.");
  await workbench.expectLamps("signed in", "authenticated");
  await tabTo("Make a ticket for Ada Lovelace");
  await press("Space");
  await said(/A ticket for Ada Lovelace is made/);
  await tabTo("Ban Ada Lovelace");
  await press("Enter");
  await said(/Ada Lovelace is banned/);
  expect(await focused()).toBe("Unban Ada Lovelace");
  await press("Enter");
  await said("Ada Lovelace may sign in again.");
  await tabTo("Add a person");
  await press("Enter");
  for (const [label, text] of [
    ["First name", "Katherine"],
    ["Last name", "Johnson"],
    ["Email address", "katherine@example.com"],
    ["Password", "trajectory"],
  ] as const) {
    await tabTo(label);
    await type(text);
  }
  await press("Enter");
  await said("Katherine can sign in now.");
});

test("what goes away under the keyboard leaves it in its place", async () => {
  await openClerkPane();
  await tabTo("Sign in as Ada Lovelace");
  await press("Enter");
  await said("Ada Lovelace is signed in, in your app.");
  await goTo("Sessions");
  await tabTo("Revoke the session of Ada Lovelace");
  await press("Enter");
  await said(/is revoked/);
  expect(await isFocused(region("Sessions"))).toBe(true);

  await goTo("Organizations");
  await tabTo("The instance has organizations");
  await press("Space");
  await said("Organizations are on. The next run knows.");
  await tabTo("Name");
  await type("Engines");
  await press("Enter");
  await said("Engines is there.");
  await tabTo("Add a member to Engines", "Shift+Tab");
  await type("Grace");
  await said("Grace Hopper is member of Engines; their next token says so.");
  await tabTo("Delete Engines");
  await press("Enter");
  await said("Engines is deleted.");
  expect(await isFocused(region("Organizations"))).toBe(true);

  await goTo("JWT templates");
  await tabTo("Lifetime in seconds");
  await press("ControlOrMeta+a");
  await type("30");
  await tabTo("Allowed skew in seconds");
  await press("ControlOrMeta+a");
  await type("20");
  await tabTo("Save template convex");
  await press("Enter");
  await said("convex counts from the next token on.");
  expect(await focused()).toBe("Save template convex");
  await tabTo("Delete template convex");
  await press("Enter");
  await said("convex is gone: asking for it ends in 404.");
  expect(await isFocused(region("JWT templates"))).toBe(true);
  await tabTo("Add the Convex preset");
  await press("Enter");
  await said("The template convex is there.");
  expect(await isFocused(region("JWT templates"))).toBe(true);
});

test("the instance: every switch and every fault is reached and stays in sight", async () => {
  await openClerkPane();
  await goTo("Instance");
  for (const [control, key, sentence] of [
    [
      'Put aud: "convex" into the session token',
      "Space",
      "Session tokens are for Convex now; no template is needed.",
    ],
    ["Anybody may sign up", "Space", "Anybody may sign up now."],
    ["Several people at once on one browser", "Space", /Several people may be signed in/],
    ["A session token lives", "ArrowUp", /Templates have lifetimes of their own/],
    ["Rotate, keep the former", "Enter", /is still verified/],
    ["Rotate, drop the former", "Enter", /is refused wherever/],
    ["From the browser to Clerk", "ArrowDown", "That counts from the next request on."],
    ["From Convex to Clerk's keys", "ArrowDown", "That counts from the next request on."],
    ["Issuer of its tokens", "ArrowDown", "That counts from the next request on."],
    ["Clerk's clock", "ArrowDown", "That counts from the next request on."],
  ] as const) {
    await tabTo(control);
    await press(key);
    await said(sentence);
    await expectInSight(tab("Instance"));
    await expectInSight(opened.page.getByRole("status").filter({ hasText: sentence }));
  }
  const settings = await opened.page
    .getByRole("combobox")
    .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
  expect(settings).toEqual(
    expect.arrayContaining(["30", "slow", "slow", "https://wrong-lynx-7.clerk.accounts.dev", "120"]),
  );
});

test("with a mouse alone the last of the faults comes into sight, and the tabs stay", async () => {
  const { page } = opened;
  await tab("Clerk").click();
  await tab("Instance").click();
  const box = await region("Instance").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 40);
  await page.mouse.wheel(0, 3000);
  await expectInSight(page.getByRole("combobox", { name: "Clerk's clock" }));
  await expectInSight(tab("Instance"));
});

test("the clock: opened, paused, jumped and sped up", async () => {
  await workbench.signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  const { page } = opened;
  await tab("Handoff").focus();
  for (let step = 0; step < 10 && !(await focused()).startsWith("Clock"); step++) await press("Tab");
  await press("Enter");
  await tabTo("Pause time");
  await press("Enter");
  await page.getByText(/stands still/).waitFor();
  expect(await focused()).toBe("Go on");
  await tabTo("+10 s");
  await press("Enter");
  await tabTo("To the token's end");
  await press("Enter");
  // Renewed at once, or about to be.
  await page.getByText(/the token (?:ends in [3-6]\d s|ended)/).waitFor();
  await tabTo("Speed");
  await type("20");
  await page.getByText(/goes 20 × as fast/).waitFor();
  await page.getByText(/the token ends in/).waitFor({ timeout: 15_000 });
  await workbench.expectLamps("signed in", "authenticated");
});

async function expectInSight(target: Locator): Promise<void> {
  const ratio = (): Promise<number> =>
    target.evaluate(
      (element) =>
        new Promise<number>((resolve) => {
          new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio ?? 0)).observe(element);
        }),
    );
  await expect.poll(ratio).toBeGreaterThan(0.9);
}
