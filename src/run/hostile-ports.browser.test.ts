/**
 * Every port that learner code can steal in its realm, and everything it should not say on them: it is refused, the
 * verdict is the one without it, and the trusted side lives. Floods end the run, and the next one works.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../tools/exercises/read.ts";
import { launchChromium, preparePage, type OpenedPage } from "../tools/testing/browser.ts";
import { isEvery } from "../tools/testing/every-cell.ts";
import { ATTACK } from "../tools/testing/hostile-code.ts";
import { expectRealmsUntouched } from "../tools/testing/realms-untouched.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";
import type { Verdict } from "../wire/verdict.ts";

const APP = "identity-handoff";
const SCRIPT = "handoff-in-miniature";
const PAGE = "app/page.tsx";
const TASKS = "convex/tasks.ts";
const HALVES = "handoff.ts";

const exercise = await readExercise(APP);
const starterPage = exercise.files.find(({ path }) => path === PAGE)?.starter ?? "";
const solution = (await readAnswers(APP)).solution[TASKS] ?? "";
const halves = (await readAnswers(SCRIPT)).solution[HALVES] ?? "";

let browser: Browser;
let opened: OpenedPage;
let page: Page;
let workbench: WorkbenchPage;
/** Errors of the site's own code; what breaks in the realm of the code that broke it is its own affair. */
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  opened = await preparePage(browser, inject("siteUrl"));
  ({ page } = opened);
  faults = [];
  opened.context.on("weberror", (event) => {
    const { stack = "", message } = event.error();
    if (stack.includes(inject("siteUrl"))) faults.push(`${message} ${stack}`);
  });
});
afterEach(() => opened.context.close());

async function open(id: string): Promise<void> {
  workbench = await WorkbenchPage.open(page, inject("siteUrl"), id);
}

const statuses = ({ status, checks, error }: Verdict): unknown => ({
  status,
  error,
  checks: checks.map(({ id, status: one }) => [id, one]),
});

async function expectSiteUntouched(): Promise<void> {
  await expectRealmsUntouched(page, ["issuer", "deployment", "compiler"]);
  expect(faults).toEqual([]);
  expect(opened.foreignRequests).toEqual([]);
}

const says = (text: RegExp): Promise<void> => page.getByText(text).last().waitFor();

/** Attacks the pages around it, and each port as it is stolen. The buttons are outside of what React knows. */
const HOSTILE_APP = `"use client";
${ATTACK}
for (const message of attackMessages) for (const target of [window.parent, window.top])
  try { target.postMessage(message, "*", [new MessageChannel().port2]); } catch {}
let handed = 0;
Object.defineProperty(globalThis, "handoffPorts", { configurable: true, get: () => [], set(ports) { handed += ports.length; } });
let posted = 0;
globalThis.onTheft = () => setTimeout(() => {
  posted += attackNew();
  console.log("stole " + stolenTypes() + "; was handed " + handed + "; sent much: " + (posted > 100 * stolen.size));
}, 20);
for (const type of ["ping", "pace", "response", "opened"]) {
  const button = document.createElement("button");
  button.textContent = "Flood " + type;
  // When the click is over: whoever clicked would wait for a frame that is gone.
  button.onclick = () => setTimeout(() => floodPort(type, 6000), 50);
  document.body.append(button);
}
const speak = "onmessage = ({ data: [port, messages] }) => { for (const message of messages) port.postMessage(message); postMessage(messages.length); };";
const handing = document.createElement("button");
handing.textContent = "Hand to workers";
handing.onclick = () => setTimeout(() => {
  let handed = 0;
  for (const port of stolen.keys()) {
    const worker = new Worker(URL.createObjectURL(new Blob([speak])));
    worker.onmessage = ({ data }) => { if (++handed === stolen.size) document.body.append("workers sent " + handed + " times " + data); };
    worker.postMessage([port, attackMessages], [port]);
  }
}, 50);
document.body.append(handing);
${starterPage.replace('"use client";', "")}`;

/** Makes the page speak on the preview's control port. */
async function setPace(): Promise<void> {
  const pausing = page.getByRole("button", { name: "Pause time", exact: true });
  if (!(await pausing.isVisible()))
    await page
      .locator("summary")
      .filter({ hasText: /^Clock/ })
      .click();
  await pausing.click();
  await page.getByRole("button", { name: "Go on", exact: true }).click();
}

describe("an app", () => {
  const STOLEN = /^stole opened pace ping response; was handed 0; sent much: true$/;

  test("that steals its four ports says nothing that is believed, and the same run goes on", async () => {
    await open(APP);
    const honest = statuses(await workbench.run());
    await workbench.replaceFile(PAGE, HOSTILE_APP);
    expect(statuses(await workbench.run())).toEqual(honest);
    await setPace();
    await workbench.openTab("Console");
    await says(STOLEN);
    await workbench.openTab("Preview");
    // Its own connection is as it was, or has been made anew.
    await workbench.signInAs("Ada Lovelace");
    await workbench.expectLamps("signed in", "authenticated");
    await workbench.tasks(3);
    await expectSiteUntouched();

    // Its workers say the same on them. Without its ports the app cannot be reached any more, which is told.
    await workbench.app.getByRole("button", { name: "Hand to workers" }).click();
    await workbench.app.getByText(/workers sent 4 times [1-9]\d+/).waitFor();
    await says(/^Run 2: (?:The app kept its page busy|The browser ended the process)/);
    await expectSiteUntouched();

    await workbench.replaceFile(PAGE, starterPage);
    await workbench.replaceFile(TASKS, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await expectSiteUntouched();
  });

  // `npm test` floods one port of a kind.
  test.each(isEvery ? ["ping", "pace", "response", "opened"] : ["opened"])(
    "that floods the port on which %s came is stopped, and the next run is as always",
    async (type) => {
      await open(APP);
      await workbench.replaceFile(TASKS, solution);
      await workbench.replaceFile(PAGE, HOSTILE_APP);
      expect(statuses(await workbench.run())).toMatchObject({ status: "passed" });
      await setPace();
      await workbench.openTab("Console");
      await says(STOLEN);
      await workbench.openTab("Preview");
      await workbench.app.getByRole("button", { name: `Flood ${type}` }).click();
      await says(/^Run 1: The app sent thousands of messages within a second/);
      await workbench.replaceFile(PAGE, starterPage);
      expect(await workbench.run()).toMatchObject({ status: "passed" });
      await workbench.signInAs("Ada Lovelace");
      await workbench.tasks(2);
      await expectSiteUntouched();
    },
  );
});

describe("a function", () => {
  const inHandler = "    const userId = identity.subject;";
  const hostile = (code: string): string =>
    `${ATTACK}\n${solution.replace(inHandler, `    await ctx.db.query("tasks").collect();\n    ${code}\n${inHandler}`)}`;

  test("that steals the isolate's port answers for nothing but itself", async () => {
    await open(APP);
    const strike = `const sent = attackNew(); if (sent > 0) console.log("isolate: " + stolenTypes() + "; " + (sent > 100));`;
    await workbench.replaceFile(TASKS, hostile(strike));
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    await workbench.signInAs("Ada Lovelace");
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await workbench.openTab("Console");
    await says(/isolate: (?:answer|execute|ping|fault); true/);
    await expectSiteUntouched();
  });

  test("that floods it is stopped, and the next run is as always", async () => {
    await open(APP);
    await workbench.replaceFile(
      TASKS,
      hostile(`for (const type of stolen.values()) floodPort(type, 60_000);`),
    );
    expect(await workbench.run()).not.toMatchObject({ status: "passed" });
    await workbench.replaceFile(TASKS, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    await workbench.signInAs("Ada Lovelace");
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await expectSiteUntouched();
  });
});

describe("a script", () => {
  const afterFetch = "  console.log(response.status, await response.text());";
  const afterVerify = "    return Response.json(";
  const hostile = (inClient: string, inServer: string): string =>
    `${ATTACK}\n${halves
      .replace(afterFetch, `${afterFetch}\n  if (person) { ${inClient} }`)
      .replace(afterVerify, `    { ${inServer} }\n${afterVerify}`)}`;
  const strike = (half: string): string =>
    `globalThis.posted = (globalThis.posted ?? 0) + attackNew(); console.log("${half}: " + stolenTypes() + "; " + (globalThis.posted > 100 * stolen.size));`;

  test("that steals the three ports of each half answers for nothing but itself", async () => {
    await open(SCRIPT);
    await workbench.replaceFile(HALVES, hostile(strike("client"), strike("server")));
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    await workbench.openTab("Console");
    // The control port, and one each to the issuer and to the other half.
    await says(/^client: (?:client|ping) response response; true$/);
    await says(/^server: ping request response; true$/);
    await expectRealmsUntouched(page, ["issuer"]);
    expect(faults).toEqual([]);
    await workbench.replaceFile(HALVES, halves);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
  });

  const flood = (type: string): string =>
    `floodPort("${type}", 6000); await new Promise((go) => setTimeout(go, 300));`;
  const floods = [
    ["client", "response", flood("response"), ""],
    ["server", "ping", "", flood("ping")],
    ["client", "ping", flood("ping"), ""],
    ["server", "request", "", flood("request")],
    ["server", "response", "", flood("response")],
  ] as const;
  test.each(isEvery ? floods : floods.slice(0, 1))(
    "whose %s floods the port on which %s came is stopped, and the next run is as always",
    async (_half, _type, inClient, inServer) => {
      await open(SCRIPT);
      // The halves have been alive for a while, so that a ping has come.
      const waiting = "await new Promise((go) => setTimeout(go, 900));";
      await workbench.replaceFile(
        HALVES,
        hostile(`${inClient && waiting}${inClient}`, `${inServer && waiting}${inServer}`),
      );
      expect(await workbench.run()).toMatchObject({ status: "error", error: { code: "script-flood" } });
      await workbench.replaceFile(HALVES, halves);
      expect(await workbench.run()).toMatchObject({ status: "passed" });
      expect(faults).toEqual([]);
    },
  );
});
