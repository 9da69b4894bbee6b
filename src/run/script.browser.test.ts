import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { readAnswers, readExercise } from "../tools/exercises/read.ts";
import { violations } from "../tools/testing/accessibility.ts";
import { launchChromium, preparePage, type OpenedPage } from "../tools/testing/browser.ts";
import { listen } from "../tools/testing/listener.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const EXERCISE = "handoff-in-miniature";
const SCRIPT = "handoff.ts";
const exercise = await readExercise(EXERCISE);
const starter = exercise.files.find(({ path }) => path === SCRIPT)?.starter ?? "";
const solution = (await readAnswers(EXERCISE)).solution[SCRIPT] ?? "";

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  opened = await preparePage(browser, inject("siteUrl"));
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), EXERCISE);
});
afterEach(() => opened.context.close());

const says = (text: RegExp): Promise<void> => workbench.page.getByText(text).first().waitFor();
const hop = (name: RegExp) => workbench.page.getByRole("button", { name }).last();

describe("a script, as a learner meets it", () => {
  afterEach(() => expect(opened.foreignRequests).toEqual([]));

  test("the starter answers a stranger, and every check says so", async () => {
    const verdict = await workbench.run();
    expect(verdict).toMatchObject({ exercise: EXERCISE, status: "failed" });
    expect(verdict.checks.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "failed"));
    await says(/client\(null\): nobody is signed in/);
    await says(/Clerk gave me a token that begins with eyJ/);
    await says(/A stranger forges a token that names Ada/);
    await hop(/Another caller to Your server: GET \/notes token/).waitFor();
    await hop(/Your server to Another caller: 200 · 3 notes/).waitFor();
    expect(await workbench.page.getByRole("tab", { name: "Preview" }).count()).toBe(0);
  });

  test("the solution passes, and its token's whole way can be followed", async () => {
    await workbench.replaceFile(SCRIPT, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
    await says(/refused: signature verification failed/);
    for (const name of [
      /Your client to Clerk: POST \/client\/sign_ins/,
      /Clerk to Your client: 200 · token/,
      /Your client to Your server: GET \/notes token/,
      /Your server to Clerk: GET \/\.well-known\/jwks\.json/,
      /Your server to Your client: 200 · 2 notes/,
      /Your server to Another caller: 401/,
    ])
      await hop(name).waitFor();
    await hop(/Your client to Your server: GET \/notes token/).click();
    const token = workbench.page.getByRole("region", { name: "Token" }).first();
    await token.getByRole("rowheader", { name: "aud", exact: true }).waitFor();
  });

  test("a half that never ends is stopped with a sentence, and the next Run works", async () => {
    const client = "export async function client(person: Person | null) {";
    await workbench.replaceFile(SCRIPT, solution.replace(client, `${client} for (;;) {}`));
    expect(await workbench.run()).toMatchObject({ status: "error", error: { code: "script-stuck" } });
    await says(/The client half of handoff\.ts kept its worker busy/);
    const server = "Promise<Response> {";
    await workbench.replaceFile(SCRIPT, solution.replace(server, `${server} for (;;) {}`));
    expect(await workbench.run()).toMatchObject({ status: "error", error: { code: "script-stuck" } });
    await says(/The server half of handoff\.ts kept its worker busy/);
    await workbench.replaceFile(SCRIPT, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
  });

  test("Stop ends a run, and the next Run works", async () => {
    const waiting = solution.replace("if (person) {", "if (person) { await new Promise(() => {});");
    await workbench.replaceFile(SCRIPT, waiting);
    const { verdict } = await workbench.pressRun();
    await says(/client\(Ada\): Ada signs in/);
    await workbench.page.getByRole("button", { name: "Stop" }).click();
    expect(await verdict).toMatchObject({ status: "stopped" });
    await workbench.replaceFile(SCRIPT, solution);
    expect(await workbench.run()).toMatchObject({ status: "passed" });
  });

  test("a line that does not compile is named with its place", async () => {
    const line = starter.slice(0, starter.indexOf("return Response")).split("\n").length;
    await workbench.editFile(SCRIPT, starter, "return Response", "return = Response");
    expect(await workbench.run()).toMatchObject({
      status: "error",
      error: { code: "compile", file: SCRIPT, line },
    });
  });

  test.each([1280, 360])("axe finds nothing at %i px", async (width) => {
    const { page } = workbench;
    await page.setViewportSize({ width, height: 800 });
    expect(await violations(page)).toEqual([]);
    await workbench.run();
    if (width < 760) await workbench.openView("Console");
    expect(await violations(page)).toEqual([]);
    if (width < 760) await workbench.openView("Handoff");
    await hop(/Another caller to Your server: GET \/notes token/).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});

/** Ways out of a worker; each would tell the listener its name. */
const ATTEMPTS = `
async function attempts(half: string) {
  const to = (name: string) => "OUTSIDE/" + half + "-" + name;
  const tries: Record<string, () => unknown> = {
    fetch: () => fetch(to("fetch")),
    xhr: () => { const x = new XMLHttpRequest(); x.open("GET", to("xhr")); x.send(); },
    scripts: () => (globalThis as any).importScripts(to("scripts")),
    worker: () => new Worker(URL.createObjectURL(new Blob(["fetch('" + to("worker") + "');importScripts('" + to("worker-scripts") + "')"]))),
    dataWorker: () => new Worker("data:text/javascript,fetch('" + to("data-worker") + "')"),
    module: () => new Worker(to("module"), { type: "module" }),
    eventSource: () => new EventSource(to("event-source")),
    socket: () => new WebSocket(to("socket").replace("http", "ws")),
    transport: () => new (globalThis as any).WebTransport(to("transport").replace("http:", "https:")).ready,
    evaluated: () => new Function("u", "return import(u)")(to("evaluated")),
    storage: () => new Promise((yes, no) => { const r = indexedDB.open("x"); r.onsuccess = yes; r.onerror = () => no(r.error); }),
    caches: () => caches.open("x"),
  };
  const outcome: string[] = [];
  for (const [name, attempt] of Object.entries(tries)) {
    try { await attempt(); outcome.push(name + " tried"); } catch (error) { outcome.push(name + " " + (error as Error).name); }
  }
  console.log(half, "outcome:", outcome.join(", "));
}
export async function client() {
  await attempts("client");
  await fetch("https://api.handoff.test/notes");
}
let isTried = false;
export async function server() {
  if (!isTried) { isTried = true; await attempts("server"); }
  return Response.json([]);
}
`;

test("nothing that a script tries reaches a server or a store", async () => {
  const listener = await listen();
  try {
    // The control: the listener hears a request that nothing forbids.
    await fetch(`${listener.url}/control`);
    await workbench.replaceFile(SCRIPT, ATTEMPTS.replaceAll("OUTSIDE", listener.url));
    await workbench.run();
    for (const half of ["client", "server"]) {
      const outcome = await workbench.page
        .getByText(new RegExp(`${half} outcome:`))
        .first()
        .textContent();
      expect(outcome).toContain("scripts NetworkError");
      expect(outcome).toContain("evaluated EvalError");
      expect(outcome).toContain("caches SecurityError");
      expect(outcome).not.toContain("storage tried");
      expect(outcome).not.toContain("module tried");
      expect(outcome).not.toContain("transport tried");
    }
    expect(listener.arrived).toEqual(["/control"]);
  } finally {
    listener.close();
  }
});
