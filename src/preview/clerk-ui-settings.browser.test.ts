/** Our components on instances and in exercises that are set up in another way than the shipped ones. */
import type { Browser, Locator, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, newContext } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const PAGE = `"use client";
import { OrganizationSwitcher, Show, SignInButton, useClerk, UserButton } from "@clerk/nextjs";
import { useState } from "react";

export default function Page() {
  const clerk = useClerk();
  const [cookies, setCookies] = useState("");
  return (
    <main>
      <h1>Components</h1>
      <Show when="signed-out"><SignInButton mode="modal"><button>Open sign-in</button></SignInButton></Show>
      <Show when="signed-in">
        <UserButton /> <OrganizationSwitcher />
        <p><button onClick={() => clerk.createOrganization({ name: "Engines" })}>Found Engines</button></p>
      </Show>
      <p>
        <button onClick={() => setCookies(document.cookie.replace(/=[^;]*/g, "").replace(/;/g, ""))}>Read</button>
        <output aria-label="Cookies">{cookies}</output>
      </p>
    </main>
  );
}
`;
const WITHOUT_ORGANIZATIONS = PAGE.replace("<OrganizationSwitcher />", "");

let browser: Browser;
let page: Page;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => page.context().close());

/** Opens an app on the built site with some of the site's settings written otherwise. */
async function open(
  app: string,
  otherwise: Readonly<Record<string, string>>,
  watch: (page: Page) => void = () => undefined,
): Promise<void> {
  // Without a service worker every script comes by the network, and passes here.
  page = await (await newContext(browser)).newPage();
  watch(page);
  const found = new Set<string>();
  await page.route("**/*.js", async (route) => {
    const response = await route.fetch();
    let body = await response.text();
    for (const [from, to] of Object.entries(otherwise)) {
      if (body.includes(from)) found.add(from);
      body = body.replaceAll(from, to);
    }
    await route.fulfill({ response, body });
  });
  workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff&answer=solution");
  await workbench.replaceFile("app/page.tsx", app);
  await workbench.run();
  expect([...found].toSorted()).toEqual(Object.keys(otherwise).toSorted());
}

const button = (name: string): Locator => workbench.app.getByRole("button", { name, exact: true });
const item = (name: string): Locator => workbench.app.getByRole("menuitem", { name, exact: true });
const radio = (name: string): Locator => workbench.app.getByRole("menuitemradio", { name, exact: true });
const told = (text: string | RegExp): Promise<void> =>
  workbench.app.getByRole("status").filter({ hasText: text }).waitFor();

async function expectSound(): Promise<void> {
  expect(await violations(page, await workbench.appFrame())).toEqual([]);
}

test("where several may be signed in, the menu adds, switches and ends sessions one by one", async () => {
  await open(WITHOUT_ORGANIZATIONS, { "sessionMode:`single`": "sessionMode:`multi`" });
  await button("Open sign-in").click();
  await button("Continue as Ada Lovelace").click();
  await button("Ada Lovelace").click();
  await item("Add account").click();
  await button("Continue as Grace Hopper").click();
  await button("Grace Hopper").click();
  const items = workbench.app.getByRole("menuitem");
  expect(await items.allTextContents()).toEqual([
    "Switch to Ada Lovelace",
    "Add account",
    "Sign out",
    "Sign out of all accounts",
  ]);
  await expectSound();
  await item("Switch to Ada Lovelace").click();
  await button("Ada Lovelace").click();
  await item("Sign out").click();
  await told(/Asked Clerk to end this session .*it is removed\. Asked Clerk to use session .*it is active\./);
  await button("Grace Hopper").click();
  await item("Sign out").click();
  await button("Open sign-in").waitFor();
});

test("the organization switcher follows the person's organizations and makes one active", async () => {
  await open(PAGE, { "hasOrganizations:!1": "hasOrganizations:!0" });
  await button("Open sign-in").click();
  await button("Continue as Ada Lovelace").click();
  await button("Personal account").click();
  expect(await workbench.app.getByRole("menuitemradio").allTextContents()).toEqual(["Personal account"]);
  await expectSound();
  await page.keyboard.press("Escape");
  await button("Found Engines").click();
  await button("Personal account").click();
  await radio("Engines (admin)").click();
  await told("Asked Clerk to use Engines (admin) in this session");
  await button("Engines").click();
  expect(await radio("Engines (admin)").getAttribute("aria-checked")).toBe("true");
  await expectSound();
  await radio("Personal account").click();
  await button("Personal account").waitFor();
});

test("an exercise that asks for a browser's cookies has Clerk's, and they go with the session", async () => {
  await open(WITHOUT_ORGANIZATIONS, {
    "appOrigin:`http://localhost:3000`": "appOrigin:`http://localhost:3000`,standardBrowser:!0",
  });
  const cookies = async (): Promise<string[]> => {
    await button("Read").click();
    return (await workbench.app.getByRole("status", { name: "Cookies" }).textContent())?.split(" ") ?? [];
  };
  await expect.poll(cookies).toContain("__clerk_db_jwt");
  expect(await cookies()).not.toContain("__session");
  await button("Open sign-in").click();
  await button("Continue as Ada Lovelace").click();
  await workbench.expectLamps("signed in", "authenticated");
  await expect.poll(cookies).toContain("__session");
  await button("Ada Lovelace").click();
  await item("Sign out").click();
  await workbench.expectLamps("signed out", "not authenticated");
  await expect.poll(cookies).not.toContain("__session");
});

test("an exercise may show Clerk's own components, which load nothing more", async () => {
  const outcomes = new Set<string>();
  const siteOrigin = new URL(inject("siteUrl")).origin;
  const note = (request: Request, outcome: string): void => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== siteOrigin) outcomes.add(`${origin} ${outcome}`);
  };
  await open(
    WITHOUT_ORGANIZATIONS,
    { "appOrigin:`http://localhost:3000`": "appOrigin:`http://localhost:3000`,clerkComponents:`clerk`" },
    (opened) => {
      opened.on("requestfinished", (request) => note(request, "answered"));
      opened.on("requestfailed", (request) => note(request, request.failure()?.errorText ?? "failed"));
    },
  );
  const { app } = workbench;
  await button("Open sign-in").click();
  await app.getByRole("heading", { name: "Sign in to Lesson app" }).waitFor();
  await app.getByRole("textbox", { name: "Email address" }).fill("ada+clerk_test@example.com");
  await app.getByRole("button", { name: "Continue", exact: true }).click();
  await app.getByRole("textbox", { name: "Password" }).fill("analytical-engine");
  await app.getByRole("button", { name: "Continue", exact: true }).click();
  await workbench.expectLamps("signed in", "authenticated");
  await app.getByRole("button", { name: /user menu/i }).click();
  await app.getByText("Sign out", { exact: true }).click();
  await workbench.expectLamps("signed out", "not authenticated");
  // Pictures of people would be elsewhere; the frame's policy does not let them be asked for.
  expect([...outcomes].filter((outcome) => outcome !== "https://img.clerk.com csp")).toEqual([]);
});
