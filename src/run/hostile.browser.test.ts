/** Learner code that takes every port it can get and says everything it should not: it is refused, and all else lives. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../tools/exercises/read.ts";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const EXERCISE = "identity-handoff";
const PAGE = "app/page.tsx";
const TASKS = "convex/tasks.ts";
const exercise = await readExercise(EXERCISE);
const starter = (path: string): string => exercise.files.find((file) => file.path === path)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[TASKS] ?? "";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What is posted to whoever listens. Functions and the like cannot cross; what can, does. */
const MESSAGES = `
const cyclic = {}; cyclic.self = cyclic;
const huge = "x".repeat(100_000);
const messages = [
  null, 0, NaN, "text", [], {}, cyclic, new Map([["type", "ready"]]), new Date(NaN), 10n ** 400n, new ArrayBuffer(8),
  JSON.parse('{"__proto__":{"type":"done"},"type":"mounted"}'),
  ...["ready", "mounted", "console", "error", "address", "done", "loop", "alive", "pong", "loaded", "returned", "syscall", "log",
    "request", "open", "send", "close", "verdict", "check", "hello", "run", "setFiles", "setProgress", "start", "worker", "terminate"]
    .flatMap((type) => [{ type }, { type, task: -1, beat: 1e9, exchange: 1, socket: {}, text: huge, url: "javascript:1", fatal: true, runId: "0000",
      method: "GET\\r\\n", headers: [["a"]], body: cyclic, status: "passed", checks: [], protocol: "handoff", version: 1, id: "1" }]),
  // As Comlink speaks.
  ...["GET", "SET", "APPLY", "CONSTRUCT", "ENDPOINT", "RELEASE"].flatMap((type) => [["__proto__", "polluted"], ["constructor"], ["mint"], []]
    .map((path) => ({ id: "1", type, path, value: { type: "RAW", value: "polluted" }, argumentList: [{ type: "RAW", value: "app" }] }))),
];
`;

const HOSTILE = `"use client";
${MESSAGES}
const said = { posted: 0, ports: 0 };
const ports = new Set();
const post = MessagePort.prototype.postMessage;
// Whoever posts from here on gives his port away.
MessagePort.prototype.postMessage = function (...args) { ports.add(this); return post.apply(this, args); };
for (const name of ["type", "then", "status", "path", "ok", "toJSON", "0"])
  Object.defineProperty(Object.prototype, name, { configurable: true, get() { return undefined; }, set(value) {
    Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); } });
Object.prototype.polluted = "yes";
Array.prototype.polluted = "yes";
function attack() {
  for (const message of messages) {
    for (const target of [window.parent, window.top]) {
      try { target.postMessage(message, "*", [new MessageChannel().port2]); said.posted++; } catch {}
    }
    for (const port of ports) { try { post.call(port, message); said.posted++; } catch {} }
  }
}
function flood() {
  for (let i = 0; i < 3000; i++) {
    try { window.parent.postMessage({ type: "verdict", i }, "*"); } catch {}
    for (const port of ports) { try { post.call(port, { type: "console", level: "log", source: "app", text: "flood " + i }); } catch {} }
  }
}
for (const name of ["handoffDefineApp", "handoffDefineAppPackages", "handoffLoop", "handoffPorts"]) {
  try { if (name !== "handoffPorts") globalThis[name]?.("made up", {}); } catch {}
}
setTimeout(attack, 50); setTimeout(attack, 400);
setTimeout(() => { said.ports = ports.size; console.log("attacked on " + said.ports + " ports"); }, 1500);
setTimeout(flood, 1600);
`;

test("what hostile code posts on every port it can get is refused; the verdict is true and all goes on", async () => {
  const { page, context, foreignRequests } = await preparePage(browser, inject("siteUrl"));
  // What breaks in the realm of the code that broke it is its own affair.
  const pageErrors: string[] = [];
  page.on("pageerror", ({ stack = "" }) => {
    if (!stack.includes("blob:null/")) pageErrors.push(stack);
  });
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), EXERCISE);
  await workbench.replaceFile(PAGE, `${HOSTILE}\n${starter(PAGE).replace('"use client";', "")}`);
  const verdict = await workbench.run();
  // The functions are the starter's: nothing that the app says makes them right.
  expect(verdict.status).not.toBe("passed");
  expect(verdict.checks.some(({ status }) => status === "failed" || status === "not-reached")).toBe(true);
  await workbench.openTab("Console");
  await page
    .getByText(/^attacked on [1-9]\d* ports$/)
    .first()
    .waitFor();
  // And in the end it is stopped: nobody means to send so much.
  await page
    .getByText(/^The app sent thousands of messages within a second/)
    .first()
    .waitFor();

  // The trusted side has not been touched: no property, no error, no navigation.
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
  expect(page.url()).toContain(`?exercise=${EXERCISE}`);
  expect(pageErrors).toEqual([]);
  expect(foreignRequests).toEqual([]);

  await workbench.openTab("Preview");
  // Nothing is lost, and the next run is as always.
  await workbench.replaceFile(PAGE, starter(PAGE));
  await workbench.replaceFile(TASKS, solution);
  expect(await workbench.run()).toMatchObject({ status: "passed" });
  await workbench.signInAs("Ada Lovelace");
  expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
  await context.close();
});
