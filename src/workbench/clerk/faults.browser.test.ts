/** Third party: what the real packages make of each thing that can go wrong at Clerk, set in the pane. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { OpenedPage } from "../../tools/testing/browser.ts";
import { SharedWorkbench } from "../../tools/testing/shared-workbench.ts";
import type { WorkbenchPage } from "../../tools/testing/workbench-page.ts";

const DEPLOYMENT = "https://swift-lemur-412.convex.cloud";

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

async function set(setting: string, value: string): Promise<void> {
  await tab("Instance").click();
  await opened.page.getByRole("combobox", { name: setting }).selectOption(value);
  await said("That counts from the next request on.");
}

async function saveTemplate(claims: string, lifetime: string): Promise<void> {
  await tab("JWT templates").click();
  await opened.page.getByRole("textbox", { name: "Claims" }).fill(claims);
  await opened.page.getByRole("spinbutton", { name: "Lifetime in seconds" }).fill(lifetime);
  await button("Save template convex").click();
  await said("convex counts from the next token on.");
}

async function inConsole(text: string): Promise<void> {
  await tab("Console").click();
  await opened.page.getByText(text).first().waitFor();
  await tab("Clerk").click();
}

async function jump(name: string): Promise<void> {
  await shared.openClock();
  await button(name).click();
}

/** The functions below run in the page. */
type Page = {
  readonly Clerk: {
    readonly status: string;
    readonly session: { getToken(options: object): Promise<string | null> } | null;
  };
};

/** The code of Clerk's refusal of a token of the template; null when there is a token. */
const refusalOfToken = async (): Promise<unknown> =>
  (await workbench.appFrame()).evaluate(async () => {
    try {
      await (window as unknown as Page).Clerk.session?.getToken({ template: "convex", skipCache: true });
      return null;
    } catch (error) {
      const { status, errors } = error as { status: number; errors: { code: string; longMessage: string }[] };
      return [status, errors[0]?.code, errors[0]?.longMessage];
    }
  });

/** What the deployment answers to the token that clerk-js keeps. */
const answerToKeptToken = async (): Promise<unknown> =>
  (await workbench.appFrame()).evaluate(async (deployment) => {
    const token = await (window as unknown as Page).Clerk.session?.getToken({ template: "convex" });
    const answer = await fetch(`${deployment}/api/query`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ path: "tasks:list", args: {}, format: "json" }),
    });
    const { status, code } = (await answer.json()) as { status?: string; code?: string };
    return status ?? code;
  }, DEPLOYMENT);

describe("a template", () => {
  test("that is missing: getToken fails with Clerk's code, and Convex knows nobody", async () => {
    await tab("JWT templates").click();
    await button("Delete template convex").click();
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "not authenticated");
    const sentence = "No JWT template exists with name: convex";
    expect(await refusalOfToken()).toEqual([404, "resource_not_found", sentence]);
  });

  test("for another audience: Convex finds no provider", async () => {
    await saveTemplate('{ "aud": "somebody-else" }', "60");
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "not authenticated");
    await inConsole("No auth provider found matching the given token.");
    expect(await answerToKeptToken()).toBe("NoAuthProvider");
  });

  test("whose tokens live for two seconds: the Convex client says that it cannot renew them", async () => {
    await saveTemplate('{ "aud": "convex" }', "2");
    await signInAs("Ada Lovelace");
    await inConsole("Auth token does not live long enough, cannot refetch the token");
  });
});

describe("a session", () => {
  test.each([
    ["that is revoked", "Sessions", "Revoke the session of Ada Lovelace", /is revoked/],
    ["whose person is banned", "People", "Ban Ada Lovelace", /is banned/],
  ])("%s lives on until its token is to be renewed", async (_, place, action, sentence) => {
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "authenticated");
    await tab(place).click();
    await button(action).click();
    await said(sentence);
    expect(await answerToKeptToken()).toBe("success");
    await workbench.expectLamps("signed in", "authenticated");
    await jump("+60 s");
    await workbench.expectLamps("signed out", "not authenticated");
  });
});

describe("a key that is rotated", () => {
  test("leaves tokens valid while it stays in the key set, and takes them along when it leaves", async () => {
    await signInAs("Ada Lovelace");
    await tab("Instance").click();
    await button("Rotate, keep the former").click();
    await said("A new key signs. What the former one signed is still verified.");
    expect(await answerToKeptToken()).toBe("success");
    await button("Rotate, drop the former").click();
    await said(/is refused wherever the key set is fetched again/);
    expect(await answerToKeptToken()).toBe("Unauthenticated");
    await jump("+60 s");
    await expect.poll(answerToKeptToken, { timeout: 10_000 }).toBe("success");
    await workbench.expectLamps("signed in", "authenticated");
  });
});

describe("Clerk's clock", () => {
  test("behind: its tokens have expired when they come", async () => {
    await set("Clerk's clock", "-120");
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "not authenticated");
    await inConsole("Could not verify OIDC token claim.");
  });

  test("ahead: Convex, which does not look at nbf, takes its tokens", async () => {
    await set("Clerk's clock", "120");
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "authenticated");
  });
});

describe("the way to Clerk", () => {
  test("slow: the app is loading for as long, then somebody signs in", async () => {
    await set("From the browser to Clerk", "slow");
    const { verdict } = await workbench.pressRun();
    await opened.page.getByText("Clerk: loading", { exact: true }).waitFor();
    await verdict;
    await tab("People").click();
    await button("Sign in as Ada Lovelace").click();
    await opened.page
      .getByRole("status")
      .filter({ hasText: "Ada Lovelace is signed in, in your app." })
      .waitFor({ timeout: 30_000 });
    await workbench.expectLamps("signed in", "authenticated");
  });

  test("failing: Clerk cannot load, which the pane says when somebody is to sign in", async () => {
    await set("From the browser to Clerk", "failing");
    await workbench.run();
    const statusOfClerk = async (): Promise<string> =>
      (await workbench.appFrame()).evaluate(() => (window as unknown as Page).Clerk.status);
    await expect.poll(statusOfClerk, { timeout: 10_000 }).toBe("error");
    await workbench.expectLamps("loading", "not authenticated");
    await tab("People").click();
    await button("Sign in as Ada Lovelace").click();
    await said("Clerk could not load in the app: its instance did not answer.");
  });
});

describe("the deployment's way to the keys", () => {
  test("slow: Convex answers after two slow requests, and is not authenticated until then", async () => {
    await set("From Convex to Clerk's keys", "slow");
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "not authenticated");
    await opened.page.getByText("Convex: authenticated", { exact: true }).waitFor({ timeout: 20_000 });
  });

  test("failing: the discovery's failure is told by name", async () => {
    await set("From Convex to Clerk's keys", "failing");
    await signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "not authenticated");
    await inConsole("Auth provider discovery of https://calm-otter-42.clerk.accounts.dev failed: 503");
    expect(await answerToKeptToken()).toBe("AuthProviderDiscoveryFailed");
  });
});

test("another issuer: Convex finds no provider, by name", async () => {
  await set("Issuer of its tokens", "https://wrong-lynx-7.clerk.accounts.dev");
  await signInAs("Ada Lovelace");
  await workbench.expectLamps("signed in", "not authenticated");
  expect(await answerToKeptToken()).toBe("NoAuthProvider");
});
