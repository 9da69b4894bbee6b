/**
 * The canary of every upgrade: the lesson's own code, on the development builds of its packages and in StrictMode,
 * without network, in the opaque frame.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAnswers } from "../tools/exercises/read.ts";
import { bundleAppPackages } from "../tools/bundle.ts";
import { launchChromium, openPage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;

let developmentPackages: ReturnType<typeof bundleAppPackages>;

beforeAll(async () => {
  developmentPackages = bundleAppPackages("development");
  [browser] = await Promise.all([launchChromium(), developmentPackages]);
}, 120_000);
afterAll(() => browser.close());

const PROVIDERS = "app/providers.tsx";
const TASKS = "convex/tasks.ts";
/** As the lesson has it, around the exercise's pages. */
const LESSON = `"use client";
import { StrictMode, version } from "react";
import { ClerkProvider, useAuth } from "@clerk/nextjs";
import { ConvexReactClient } from "convex/react";
import { ConvexProviderWithClerk } from "convex/react-clerk";
const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);
export function Providers({ children }) {
  return (
    <StrictMode>
<ClerkProvider>
  <ConvexProviderWithClerk client={convex} useAuth={useAuth}>
    {children}
    <footer>React {version} mounts {mounts++ > 0 ? "twice" : "once"}</footer>
  </ConvexProviderWithClerk>
</ClerkProvider>
    </StrictMode>
  );
}
let mounts = 0;
`;

// Everything is compiled anew, twice.
test(
  "the lesson's code signs in and out in StrictMode on development React, and asks nothing of anybody",
  { timeout: 120_000 },
  async () => {
    const { code } = await developmentPackages;
    const { page, context, problems, foreignRequests } = await openPage(browser, "about:blank");
    await page.route("**/packages-script-*.js", (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: `export const packagesScript = ${JSON.stringify(code)};`,
      }),
    );
    // The site's own worker is fetched in an idle moment, which may come in the middle: it is no part of the lesson.
    await page.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "serviceWorker", { value: null });
    });
    const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
    const { solution } = await readAnswers("identity-handoff");
    await workbench.replaceFile(PROVIDERS, LESSON);
    await workbench.run();

    await context.setOffline(true);
    const asked: string[] = [];
    context.on("request", (request) => {
      if (!/^(?:blob|data|about):/.test(request.url())) asked.push(request.url());
    });
    await workbench.replaceFile(TASKS, solution[TASKS] ?? "");
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    await workbench.app.getByText(/^React .* mounts twice$/).waitFor();
    await workbench.app.getByText("You are not signed in.").waitFor();
    await workbench.signInAs("Ada Lovelace");
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await workbench.expectLamps("signed in", "authenticated");
    await workbench.app.getByRole("button", { name: "Sign out" }).click();
    await workbench.app.getByText("You are not signed in.").waitFor();
    await workbench.expectLamps("signed out", "not authenticated");
    workbench.expectSyncVersionsHeld();
    expect(asked).toEqual([]);
    const { origin } = new URL(inject("siteUrl"));
    expect(foreignRequests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  },
);
