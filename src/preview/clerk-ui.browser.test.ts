/** Third party: the real clerk-js shows our components, in the opaque frame, through the workbench. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import type { OpenedPage } from "../tools/testing/browser.ts";
import { SharedWorkbench } from "../tools/testing/shared-workbench.ts";
import type { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const PAGE = `"use client";
import { OrganizationSwitcher, Show, SignIn, SignInButton, SignUpButton, UserButton } from "@clerk/nextjs";
import { useState } from "react";

export default function Page() {
  const [isMounted, setMounted] = useState(false);
  return (
    <main>
      <h1>Components</h1>
      <Show when="signed-out">
        <SignInButton mode="modal"><button>Open sign-in</button></SignInButton>{" "}
        <SignUpButton><button>Open sign-up</button></SignUpButton>
      </Show>
      <Show when="signed-in"><UserButton afterSignOutUrl="/bye" showName /></Show>
      <p><button onClick={() => setMounted(!isMounted)}>Form in the page</button></p>
      {isMounted && <SignIn routing="hash" />}
    </main>
  );
}
`;

let shared: SharedWorkbench;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  shared = await SharedWorkbench.open(inject("siteUrl"));
  ({ opened, workbench } = shared);
  await workbench.replaceFile("app/page.tsx", PAGE);
});
afterAll(() => shared.close());
beforeEach(() => shared.begin());

const button = (name: string | RegExp): Locator => workbench.app.getByRole("button", { name, exact: true });
const box = (name: string): Locator => workbench.app.getByLabel(name, { exact: true });
const told = (text: string | RegExp): Promise<void> =>
  workbench.app.getByRole("status").filter({ hasText: text }).waitFor();
const refused = (text: string | RegExp): Promise<void> =>
  workbench.app.getByRole("alert").filter({ hasText: text }).waitFor();

/** Axe in light and dark, and nothing wider than the frame. */
async function expectSound(): Promise<void> {
  const frame = await workbench.appFrame();
  expect(await violations(opened.page, frame)).toEqual([]);
  const isWider = (): boolean => document.documentElement.scrollWidth > document.documentElement.clientWidth;
  expect(await frame.evaluate(isWider)).toBe(false);
}

test("somebody signs in by code, is refused a wrong one, and reads which request was made", async () => {
  await button("Open sign-in").click();
  await expectSound();
  await box("Email address").fill("ada+clerk_test@example.com");
  await button("Use a code instead").click();
  const code = box("Verification code");
  await code.waitFor();
  expect(await code.getAttribute("autocomplete")).toBe("one-time-code");
  expect(await code.evaluate((input) => input === document.activeElement)).toBe(true);
  await told("Asked Clerk to send a code (POST /v1/client/sign_ins/…/prepare_first_factor).");
  await expectSound();
  await code.fill("111111");
  await code.press("Enter");
  await refused("Incorrect code. Here every code is 424242.");
  await told("Clerk answered 422, form_code_incorrect.");
  await expectSound();
  await code.fill("424242");
  await button("Continue").click();
  await button("Ada Lovelace").waitFor();
  await told(/Clerk answered: complete, session sess_\w+… Asked Clerk to use session .*it is active\./);
  await workbench.expectLamps("signed in", "authenticated");
});

test("a restricted instance refuses a sign-up in a sentence; an open one takes it, code and all", async () => {
  const { page } = opened;
  // Not as a modal: it would go to Clerk's hosted page.
  await button("Open sign-up").click();
  await box("First name").waitFor();
  await page.keyboard.press("Escape");
  await button("Open sign-in").click();
  await button("Sign up").click();
  await box("First name").fill("Katherine");
  await box("Last name").fill("Johnson");
  await box("Email address").fill("katherine@example.com");
  await box("Password").fill("trajectory");
  await expectSound();
  await button("Continue").click();
  await refused(/^New sign-ups are currently restricted\. Only people .* can sign in\./);
  await expectSound();

  await page.getByRole("tab", { name: "Clerk", exact: true }).click();
  await page.getByRole("tab", { name: "Instance", exact: true }).click();
  await page.getByRole("checkbox", { name: "Anybody may sign up" }).check();
  await page.getByRole("status").filter({ hasText: "Anybody may sign up now." }).waitFor();
  await page.getByRole("tab", { name: "Preview", exact: true }).click();

  await button("Continue").click();
  await told(/begin a sign-up .*email_address is not verified.*send a code/);
  await box("Verification code").fill("424242");
  await button("Continue").click();
  await button("Katherine Johnson").waitFor();
  await workbench.expectLamps("signed in", "authenticated");
});

test("the user menu works by keyboard alone, and the focus comes back to where it was", async () => {
  const { keyboard } = opened.page;
  const isFocused = (locator: Locator): Promise<boolean> =>
    locator.evaluate((target) => target === document.activeElement);
  await button("Open sign-in").focus();
  await keyboard.press("Enter");
  await button("Continue as Grace Hopper").waitFor();
  await keyboard.press("Escape");
  await button("Continue as Grace Hopper").waitFor({ state: "detached" });
  expect(await isFocused(button("Open sign-in"))).toBe(true);
  await keyboard.press("Enter");
  await button("Continue as Grace Hopper").focus();
  await keyboard.press("Enter");

  const opener = button("Grace Hopper");
  await opener.focus();
  await keyboard.press("ArrowDown");
  expect(await opener.getAttribute("aria-expanded")).toBe("true");
  const items = workbench.app.getByRole("menuitem");
  // One session at a time: nobody to switch to, nobody to add.
  expect(await items.allTextContents()).toEqual(["Sign out"]);
  expect(await isFocused(items.first())).toBe(true);
  await workbench.app.getByText("grace+clerk_test@example.com").waitFor();
  await expectSound();
  await keyboard.press("Escape");
  expect(await opener.getAttribute("aria-expanded")).toBe("false");
  expect(await isFocused(opener)).toBe(true);
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  await button("Open sign-in").waitFor();
  await told(/Asked Clerk to end every session .*nobody is signed in\./);
  await workbench.expectLamps("signed out", "not authenticated");
});

test("a form in the page follows Clerk, goes with its component, and fits a narrow frame", async () => {
  await opened.page.setViewportSize({ width: 360, height: 800 });
  await opened.page.getByRole("tab", { name: "App", exact: true }).click();
  await button("Form in the page").click();
  await button("Continue as Ada Lovelace").waitFor();
  await expectSound();
  await button("Sign up").click();
  await box("First name").waitFor();
  await expectSound();
  await button("Form in the page").click();
  await box("First name").waitFor({ state: "detached" });
  await button("Open sign-in").click();
  await expectSound();
  await button("Continue as Ada Lovelace").click();
  await button("Form in the page").click();
  await workbench.app.getByText("Ada Lovelace is signed in.", { exact: true }).waitFor();
  await button("Ada Lovelace").click();
  await expectSound();
});
