/** Objects that learner code has put things on, in every realm that it has: no verdict is another for it. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../tools/exercises/read.ts";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { POLLUTION } from "../tools/testing/hostile-code.ts";
import { expectRealmsUntouched } from "../tools/testing/realms-untouched.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";
import type { Verdict } from "../wire/verdict.ts";

const PAGE = "app/page.tsx";
const PROVIDERS = "app/providers.tsx";
const TASKS = "convex/tasks.ts";
const AUTH = "convex/auth.config.ts";
const HALVES = "handoff.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const outcome = ({ status, checks, error }: Verdict): unknown => ({
  status,
  error: error?.code,
  // What follows are rows, whose names are other ones in every run.
  checks: checks.map(({ id, status: one, message }) => [id, one, message?.split(/: expected\b/)[0]]),
});

/** As soon as the file is evaluated, whenever one of its handlers is called, and from then on again and again. */
function polluted(path: string, text: string): string {
  const begin = text.startsWith('"use client";') ? '"use client";' : "";
  const inHandlers = text
    .slice(begin.length)
    .replaceAll(/( handler: async \([^)]*\) => \{| function (?:client|server)\(.*\{)$/gm, "$1 pollute();");
  // Functions have no timers; the app and the scripts pollute after the checks, too.
  // In a script they would be options of the learner's own verification, which they really would change; so would `subject`.
  const pollution = path === HALVES ? POLLUTION.replace('subject: "user_polluted", ', "") : POLLUTION;
  const options =
    path === HALVES
      ? ""
      : `for (const [name, value] of [["clockTolerance", 1e15], ["algorithms", ["none"]]]) Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });`;
  const again = path.startsWith("convex/") ? "" : "setInterval(pollute, 25);";
  return `${begin}\n${pollution}\n${options}${again}\n${inHandlers}`;
}

test.each([
  ["identity-handoff", [PAGE, PROVIDERS, TASKS, AUTH], ["issuer", "deployment", "compiler"]],
  ["handoff-in-miniature", [HALVES], ["issuer", "compiler"]],
] as const)(
  "%s, honest or polluted, gets the same verdicts",
  { timeout: 120_000 },
  async (id, paths, workers) => {
    const exercise = await readExercise(id);
    const { solution } = await readAnswers(id);
    const starter = (path: string): string =>
      exercise.files.find((file) => file.path === path)?.starter ?? "";
    const { page, context } = await preparePage(browser, inject("siteUrl"));
    const workbench = await WorkbenchPage.open(page, inject("siteUrl"), id);
    const runWith = async (textOf: (path: string) => string): Promise<unknown> => {
      for (const path of paths) await workbench.replaceFile(path, textOf(path));
      return outcome(await workbench.run());
    };
    const solved = (path: string): string => solution[path] ?? starter(path);

    const wrong = await runWith(starter);
    expect(wrong).toMatchObject({ status: "failed" });
    expect(await runWith((path) => polluted(path, starter(path)))).toEqual(wrong);
    const right = await runWith(solved);
    expect(right).toMatchObject({ status: "passed" });
    expect(await runWith((path) => polluted(path, solved(path)))).toEqual(right);
    await expectRealmsUntouched(page, workers);
    // And the next, honest one is judged as before.
    expect(await runWith(starter)).toEqual(wrong);
    await context.close();
  },
);
