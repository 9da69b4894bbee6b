import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../tools/exercises/read.ts";
import { SharedWorkbench } from "../tools/testing/shared-workbench.ts";
import type { WorkbenchPage } from "../tools/testing/workbench-page.ts";
import type { Verdict } from "../wire/verdict.ts";

const EXERCISE = "identity-handoff";
const exercise = await readExercise(EXERCISE);
const TASKS = "convex/tasks.ts";
const PAGE = "app/page.tsx";
const starter = (path: string): string => exercise.files.find((file) => file.path === path)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[TASKS] ?? "";

let shared: SharedWorkbench;
let workbench: WorkbenchPage;
let page: Page;

beforeAll(async () => {
  shared = await SharedWorkbench.open(inject("siteUrl"), EXERCISE);
  ({ workbench } = shared);
  ({ page } = workbench);
});
// Whatever happened in a test: nothing left the site, and the protocol's rules held on every frame.
afterAll(() => shared.close());

function statuses(verdict: Verdict): Record<string, string> {
  return Object.fromEntries(verdict.checks.map(({ id, status }) => [id, status]));
}

describe("the identity handoff, as a learner meets it", () => {
  beforeEach(async () => {
    await shared.restoreRows();
    await shared.button("Reset").click();
  });

  test("the starter gives everyone's rows to a stranger, and the right checks fail", async () => {
    const verdict = await workbench.run();
    expect(verdict.status).toBe("failed");
    expect(statuses(verdict)).toEqual({
      "anonymous-gets-nothing": "failed",
      "own-rows-only": "failed",
      "forged-refused": "passed",
      "sign-out-takes-data-away": "failed",
      "writes-have-an-owner": "failed",
    });
    expect(verdict.checks[0]).toMatchObject({
      expected: "[]",
      hint: expect.stringContaining("empty list"),
    });
    expect(verdict.checks[0]?.evidence.length).toBeGreaterThan(0);
    expect(await workbench.tasks(3)).toEqual(["Write note G", "✓ Order punched cards", "Find the moth"]);
    await workbench.expectLamps("signed out", "not authenticated");
  });

  test("the solution passes, and the app shows each person their own rows and nobody's after sign-out", async () => {
    await workbench.replaceFile(TASKS, solution);
    const verdict = await workbench.run();
    expect(verdict).toMatchObject({ exercise: EXERCISE, status: "passed" });
    expect(new Set(Object.values(statuses(verdict)))).toEqual(new Set(["passed"]));

    await workbench.app.getByText("No tasks for this caller.").waitFor();
    await workbench.signInAs("Ada Lovelace");
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await workbench.expectLamps("signed in", "authenticated");

    await workbench.app.getByRole("textbox", { name: "New task" }).fill("Invent the loop");
    await workbench.app.getByRole("button", { name: "Add" }).click();
    expect(await workbench.tasks(3)).toContain("Invent the loop");

    await workbench.app.getByRole("button", { name: "Sign out" }).click();
    await workbench.app.getByText("No tasks for this caller.").waitFor();
    await workbench.expectLamps("signed out", "not authenticated");
    await workbench.signInAs("Grace Hopper");
    expect(await workbench.tasks(1)).toEqual(["Find the moth"]);
  });

  test("a wrong password is refused in Clerk's own words", async () => {
    await workbench.run();
    await workbench.app.getByRole("button", { name: "Sign in" }).click();
    await workbench.app.getByLabel("Email address").fill("ada+clerk_test@example.com");
    await workbench.app.getByLabel("Password").fill("wrong");
    await workbench.app.getByRole("button", { name: "Continue", exact: true }).click();
    await workbench.app.getByText("Password is incorrect. Try again, or use another method.").waitFor();
  });

  test("the Handoff pane shows the token's way, and a token can be opened", async () => {
    await workbench.run();
    await workbench.signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "authenticated");
    await page
      .getByRole("button", { name: /Browser app to Convex client: .*token handed over/ })
      .first()
      .waitFor();
    await page
      .getByRole("button", { name: /Your function to Convex deployment: .*tasks:list/ })
      .first()
      .waitFor();
    await page
      .getByRole("button", { name: /Convex client to Convex deployment: .*Authenticate/ })
      .first()
      .click();
    const token = page.getByRole("region", { name: "Token" }).first();
    await token.getByText(/accepted: user_2handoffAdaLovelace0001/).waitFor();
    for (const claim of ["iss", "sub", "aud", "exp", "kid", "alg"]) {
      await token.getByRole("rowheader", { name: claim, exact: true }).waitFor();
    }
  });

  test("a syntax error ends in status error with its place, and the next Run works", async () => {
    await workbench.run();
    await workbench.editFile(TASKS, starter(TASKS), "return await", "const = await");
    const verdict = await workbench.run();
    expect(verdict).toMatchObject({
      status: "error",
      error: { code: "compile", file: TASKS, line: 9, column: 11 },
      checks: Array.from({ length: 5 }, () => expect.objectContaining({ status: "not-reached" })),
    });
    await page.getByRole("button", { name: `${TASKS}:9:11` }).waitFor();
    await workbench.replaceFile(TASKS, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
  });

  test("an import that is not part of the sandbox is refused with the list of those that are", async () => {
    await workbench.run();
    await workbench.replaceFile(PAGE, `import "lodash";\n${starter(PAGE)}`);
    const verdict = await workbench.run();
    expect(verdict.error).toMatchObject({ code: "compile", file: PAGE, line: 1 });
    expect(verdict.error?.message).toContain(`cannot import "lodash"`);
    expect(verdict.error?.message).toContain("convex/react");
  });

  test("an unset variable in auth.config.ts is refused at the push, as Convex does", async () => {
    await workbench.run();
    const config = "convex/auth.config.ts";
    await workbench.editFile(config, starter(config), "CLERK_JWT_ISSUER_DOMAIN", "CLERK_ISSUER");
    expect((await workbench.run()).error).toMatchObject({
      code: "push-auth-config",
      message: "Environment variable CLERK_ISSUER is used in auth config file but its value was not set",
    });
  });

  test("an error in a function names the learner's file and line in the console", async () => {
    await workbench.editFile(
      TASKS,
      starter(TASKS),
      "return await",
      'throw new Error("too early");\n    return await',
    );
    await workbench.run();
    const line =
      starter(TASKS)
        .split("\n")
        .findIndex((text) => text.includes("return await")) + 1;
    await page.getByRole("tab", { name: "Console" }).click();
    await page
      .getByText(new RegExp(`at handler \\(\\.\\./convex/tasks\\.ts:${line}:\\d+\\)`))
      .first()
      .waitFor({ timeout: 20_000 });
  });

  test("once something was compiled, the whole exercise runs without network", async () => {
    await workbench.editFile(PAGE, starter(PAGE), "My tasks", "Our tasks");
    await workbench.run();
    await page.context().setOffline(true);
    try {
      await workbench.replaceFile(TASKS, solution);
      expect(await workbench.run()).toMatchObject({ status: "passed" });
      await workbench.signInAs("Ada Lovelace");
      expect(await workbench.tasks(2)).toHaveLength(2);
    } finally {
      await page.context().setOffline(false);
    }
  });

  test("the wrong nesting of the providers gives Clerk's real message", async () => {
    await workbench.run();
    const path = "app/providers.tsx";
    const text = starter(path).replaceAll("ClerkProvider>", "Swap>").replaceAll("<ClerkProvider", "<Swap");
    await workbench.replaceFile(
      path,
      text
        .replace(
          /<Swap>\s*<ConvexProviderWithClerk client={convex} useAuth={useAuth}>/,
          "<ConvexProviderWithClerk client={convex} useAuth={useAuth}><ClerkProvider>",
        )
        .replace(/<\/ConvexProviderWithClerk>\s*<\/Swap>/, "</ClerkProvider></ConvexProviderWithClerk>"),
    );
    const verdict = await workbench.run();
    expect(verdict.status).toBe("failed");
    await workbench.app
      .getByText(/useAuth can only be used within the <ClerkProvider \/> component/)
      .waitFor();
  });

  test("Run works by keyboard, Stop ends the app, and Reset can be undone", async () => {
    await workbench.editor.click();
    const verdict = workbench.nextVerdict();
    await page.keyboard.press("ControlOrMeta+Enter");
    expect((await verdict).status).toBe("failed");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Press Run to start your app.").waitFor();

    await workbench.replaceFile(TASKS, solution);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await expect.poll(() => workbench.editor.textContent()).toContain("Your turn");
    await page.getByRole("button", { name: "Undo reset" }).click();
    await expect.poll(() => workbench.editor.textContent()).toContain("not signed in");
    expect(await workbench.run()).toMatchObject({ status: "passed" });
  });
});
