import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { listen, type Listener } from "../tools/testing/listener.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
let listener: Listener;

beforeAll(async () => {
  browser = await launchChromium();
  listener = await listen();
});
afterAll(async () => {
  await browser.close();
  listener.close();
});

/** Ways out that a learner's app might try; each tells the listener its name. */
const ATTEMPTS = `
const to = (name) => "OUTSIDE/" + name;
const tries = {
  fetch: () => fetch(to("fetch")),
  xhr: () => { const x = new XMLHttpRequest(); x.open("GET", to("xhr")); x.send(); },
  img: () => { new Image().src = to("img"); },
  beacon: () => navigator.sendBeacon(to("beacon"), "x"),
  script: () => { const s = document.createElement("script"); s.src = to("script"); document.head.append(s); },
  style: () => { const l = document.createElement("link"); l.rel = "stylesheet"; l.href = to("style"); document.head.append(l); },
  frame: () => { const f = document.createElement("iframe"); f.src = to("frame"); document.body.append(f); },
  worker: () => new Worker(URL.createObjectURL(new Blob(["fetch('" + to("worker") + "')"]))),
  eventSource: () => new EventSource(to("event-source")),
  open: () => window.open(to("open")),
  top: () => { window.top["loca" + "tion"].href = to("top"); },
  parentStorage: () => window.parent.document.title,
  ownStorage: () => window.localStorage.length,
};
const outcome = {};
for (const [name, attempt] of Object.entries(tries)) {
  try { attempt(); outcome[name] = "tried"; } catch (error) { outcome[name] = error.name; }
}
// Last, because the browser may take the frame's page away for them.
setTimeout(() => {
  const form = document.createElement("form");
  form.action = to("form");
  document.body.append(form);
  form.submit();
}, 3000);
setTimeout(() => { window["loca" + "tion"].href = to("self"); }, 3500);
export default function Page() { return <p>outcome {JSON.stringify(outcome)} rtc {typeof globalThis.RTCPeerConnection}</p>; }
`;

test("nothing that a learner's app tries reaches a server, and what it may not see throws", async () => {
  // The control: the listener hears a request that nothing forbids.
  await fetch(`${listener.url}/control`);
  expect(listener.arrived).toEqual(["/control"]);

  const { page, context } = await preparePage(browser, inject("siteUrl"));
  const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
  await workbench.replaceFile("app/page.tsx", ATTEMPTS.replaceAll("OUTSIDE", listener.url));
  const { verdict } = await workbench.pressRun();
  const said = await workbench.app.getByText(/^outcome/).textContent();
  expect(said).toContain(`"parentStorage":"SecurityError"`);
  expect(said).toContain(`"ownStorage":"SecurityError"`);
  expect(said).toContain(`"top":"SecurityError"`);
  expect(said).toContain("rtc undefined");
  await workbench.openTab("Console");
  await page
    .getByText(/cannot be reached: this sandbox has no internet/)
    .first()
    .waitFor();
  // The frame that left does not answer any more, which ends the run with a sentence.
  await page
    .getByText(/did not answer any more, so it was stopped/)
    .first()
    .waitFor();
  expect((await verdict).status).not.toBe("passed");
  expect(page.url()).toContain("?exercise=identity-handoff");
  expect(listener.arrived).toEqual(["/control"]);
  await context.close();
});
