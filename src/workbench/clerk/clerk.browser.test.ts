import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../../tools/testing/accessibility.ts";
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
  await tab("Clerk").click();
});

const tab = (name: string): Locator => shared.tab(name);
const button = (name: string): Locator => shared.button(name);
const said = (text: string | RegExp): Promise<void> => shared.said(text);

const signInAs = (name: string): Promise<void> => shared.signInFromPane(name);

test("people sign in from the pane, one after the other, in the real app", async () => {
  await signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
  await signInAs("Grace Hopper");
  await tab("Preview").click();
  expect(await workbench.tasks(1)).toEqual(["Find the moth"]);
  await tab("Clerk").click();
  await tab("Sessions").click();
  await opened.page.getByRole("row", { name: /Grace Hopper active/ }).waitFor();
  await opened.page.getByRole("row", { name: /Ada Lovelace removed/ }).waitFor();
});

test("without the template somebody is signed in at Clerk alone; the integration needs none", async () => {
  await tab("JWT templates").click();
  await button("Delete template convex").click();
  await opened.page.getByText(/There is no template\. Convex asks for the one named/).waitFor();
  await signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "not authenticated");
  await tab("Instance").click();
  await opened.page.getByRole("checkbox", { name: /into the session token/ }).check();
  await said("Session tokens are for Convex now; no template is needed.");
  await signInAs("Grace Hopper");
  await workbench.expectLamps("signed in", "authenticated");
});

test("what cannot be saved is told, and what was typed stays", async () => {
  await tab("JWT templates").click();
  const claims = opened.page.getByRole("textbox", { name: "Claims" });
  await claims.fill('{ "sub": "me" }');
  await button("Save template convex").click();
  await said("Clerk sets these claims itself: sub.");
  expect(await claims.inputValue()).toBe('{ "sub": "me" }');
});

test("a deployment that cannot reach the keys refuses everybody, and rows to begin with put it right", async () => {
  await tab("Instance").click();
  await opened.page.getByRole("combobox", { name: "From Convex to Clerk's keys" }).selectOption("failing");
  await said("That counts from the next request on.");
  await signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "not authenticated");
  await tab("Preview").click();
  await button("Restore rows").click();
  await workbench.run();
  await tab("Clerk").click();
  await signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "authenticated");
});

const ORGANIZATION_PAGE = `"use client";
import { useAuth, useOrganization, useOrganizationList, OrganizationSwitcher, SignInButton } from "@clerk/nextjs";
export default function Page() {
  const { orgId, orgRole, isSignedIn } = useAuth();
  const { organization } = useOrganization();
  const { userMemberships } = useOrganizationList({ userMemberships: true });
  return <main>
    {isSignedIn ? <OrganizationSwitcher /> : <SignInButton mode="modal" />}
    <p>works in {organization?.name ?? "nothing"} as {orgRole ?? "nobody"} {orgId ? "(id)" : ""}</p>
    <p>belongs to {userMemberships.data?.length ?? "?"}</p>
  </main>;
}
`;

test("an organization is made, and its member works in it as what they are there", async () => {
  const { page } = opened;
  await workbench.replaceFile("app/page.tsx", ORGANIZATION_PAGE);
  await workbench.run();
  await tab("Clerk").click();
  await tab("Organizations").click();
  await page.getByRole("checkbox", { name: "The instance has organizations" }).check();
  await said("Organizations are on. The next run knows.");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Engines");
  await button("Add organization").click();
  await said("Engines is there.");
  await page.getByRole("combobox", { name: "Add a member to Engines" }).selectOption("Grace Hopper");
  await said("Grace Hopper is member of Engines; their next token says so.");

  await workbench.run();
  await tab("Clerk").click();
  await signInAs("Grace Hopper");
  await tab("Preview").click();
  const { app } = workbench;
  await app.getByText("works in nothing as nobody").waitFor();
  await app.getByText("belongs to 1").waitFor();
  await app.getByRole("button", { name: /Personal account/ }).click();
  await app.getByRole("menuitemradio", { name: /Engines/ }).click();
  await app.getByText("works in Engines as org:member (id)").waitFor();
});

test("somebody who is added signs in and has no rows, and is banned", async () => {
  await tab("People").click();
  await opened.page.getByText("Add a person").click();
  for (const [label, text] of [
    ["First name", "Katherine"],
    ["Last name", "Johnson"],
    ["Email address", "katherine@example.com"],
    ["Password", "trajectory"],
  ] as const)
    await opened.page.getByRole("textbox", { name: label, exact: true }).fill(text);
  await button("Add").click();
  await said("Katherine can sign in now.");
  await signInAs("Katherine Johnson");
  await workbench.expectLamps("signed in", "authenticated");
  await button("Ban Katherine Johnson").click();
  await said(/Katherine Johnson is banned/);
  await tab("Sessions").click();
  await opened.page.getByRole("row", { name: /Katherine Johnson revoked/ }).waitFor();
});

test.each([1280, 360])("axe finds nothing at %i px", async (width) => {
  const { page } = opened;
  await page.setViewportSize({ width, height: 800 });
  if (width < 760) await workbench.openView("App");
  await tab("Clerk").click();
  await signInAs("Ada Lovelace");
  await page.getByText("Add a person").click();
  await tab("Organizations").click();
  await page.getByRole("checkbox", { name: "The instance has organizations" }).check();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Engines");
  await button("Add organization").click();
  await said("Engines is there.");
  for (const name of ["People", "Sessions", "Organizations", "JWT templates", "Instance"]) {
    await tab(name).click();
    expect(await violations(page)).toEqual([]);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});
