/** What learner code cannot reach, and what it cannot do to the person in front of it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, preparePage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
let page: Page;
let workbench: WorkbenchPage;
/** Windows, dialogs, downloads that came of it. */
const came: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  ({ page } = await preparePage(browser, inject("siteUrl")));
  page.on("popup", () => came.push("popup"));
  page.on("dialog", (dialog) => {
    came.push("dialog");
    void dialog.dismiss();
  });
  page.on("download", () => came.push("download"));
  workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
});
afterAll(() => browser.close());

const PAGE = "app/page.tsx";

async function runApp(code: string): Promise<void> {
  await workbench.replaceFile(PAGE, code);
  await workbench.pressRun();
}

/** Each says what came of it: the name of what was thrown, or what it is. */
const ATTEMPTS = `
const inherited = (name) => { const it = globalThis[name]; return it === undefined ? "absent" : it; };
const attempts = {
  drafts: () => indexedDB.open("handoff-drafts"),
  caches: () => caches.open("x"),
  cookies: () => document.cookie,
  serviceWorker: () => navigator.serviceWorker.register("/service-worker.js"),
  otherExercises: () => window.parent.document.body.innerHTML,
  host: () => window.top.location.href,
  siblings: () => { const found = []; for (let i = 0; i < window.parent.length; i += 1) { if (window.parent[i] !== window) found.push(window.parent[i].document); } return found; },
  popup: () => window.open("about:blank") === null ? "null" : "a window",
  alert: () => { alert("x"); return "returned"; },
  confirm: () => String(confirm("x")),
  print: () => { print(); return "returned"; },
  speech: () => inherited("speechSynthesis"),
  sharedWorker: () => inherited("SharedWorker"),
  worklet: () => typeof new OfflineAudioContext(1, 1, 8000).audioWorklet.addModule,
  payment: () => inherited("PaymentRequest"),
  fullscreen: () => document.documentElement.requestFullscreen(),
  pointerLock: () => document.body.requestPointerLock(),
  clipboard: () => navigator.clipboard.readText(),
  notifications: () => Notification.requestPermission(),
  position: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  evaluation: () => new Function("return 1")(),
  // Clerk tells everybody its public keys, and nobody the private ones.
  keys: async () => {
    const host = atob(process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.split("_")[2]).slice(0, -1);
    const { keys } = await (await fetch("https://" + host + "/.well-known/jwks.json")).json();
    return Object.keys(keys[0]).sort().join();
  },
  download: () => { const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["x"])); a.download = "x.txt"; document.body.append(a); a.click(); return "clicked"; },
};
const outcome = {};
const done = Promise.all(Object.entries(attempts).map(async ([name, attempt]) => {
  try { const it = await attempt(); outcome[name] = typeof it === "string" ? it : "reached " + Object.prototype.toString.call(it); }
  catch (error) { outcome[name] = error.name ?? "error " + error.code; }
}));
export default function Page() {
  const [said, say] = useState("");
  useEffect(() => { const late = new Promise((resolve) => setTimeout(resolve, 1500)); Promise.race([done, late]).then(() => say(JSON.stringify(outcome))); }, []);
  return <p>outcome {said}</p>;
}`;

test("reads nothing of the site's, and opens, says, shows and saves nothing", async () => {
  await runApp(`"use client";\nimport { useEffect, useState } from "react";\n${ATTEMPTS}`);
  const said = await workbench.app.getByText(/^outcome \{/).textContent();
  const outcome = JSON.parse((said ?? "").slice("outcome ".length)) as Record<string, string>;
  expect(outcome).toEqual({
    drafts: "SecurityError",
    caches: "SecurityError",
    cookies: "SecurityError",
    serviceWorker: expect.stringMatching(/SecurityError|TypeError/),
    otherExercises: "SecurityError",
    host: "SecurityError",
    siblings: "SecurityError",
    popup: "null",
    alert: "returned",
    confirm: "false",
    print: "returned",
    speech: "absent",
    sharedWorker: "absent",
    worklet: "undefined",
    payment: "absent",
    fullscreen: "TypeError",
    pointerLock: expect.stringMatching(/SecurityError|NotAllowedError|WrongDocumentError/),
    clipboard: expect.stringMatching(/NotAllowedError|TypeError/),
    notifications: "denied",
    position: "error 1",
    // Without a camera it is not found, before anybody is asked.
    camera: expect.stringMatching(/NotAllowedError|NotFoundError|TypeError/),
    evaluation: "EvalError",
    keys: "alg,e,kid,kty,n,use",
    download: "clicked",
  });
  expect(came).toEqual([]);
});

test("is shown in a frame that says what it is, and cannot leave it", async () => {
  const frame = page.locator('iframe[title="Your app"]:not([inert])');
  expect(await frame.getAttribute("sandbox")).toBe("allow-scripts allow-forms");
  expect(await frame.getAttribute("allow")).toBeNull();
  const region = page.getByRole("region", { name: "Your app (runs in a sandbox)" });
  await region.getByText("Your app (runs in a sandbox)").waitFor();
  const [inner, outer] = [await frame.boundingBox(), await region.boundingBox()];
  if (inner === null || outer === null) throw new Error("The app is not on the screen.");
  // The bar with the address above it and the words below it are the site's.
  expect(inner.y).toBeGreaterThan(outer.y);
  expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height);
});

test("neither fills the tab's history nor leaves by it", async () => {
  const before = await page.evaluate(() => history.length);
  // There is a page to go back to.
  expect(before).toBeGreaterThan(1);
  await runApp(`"use client";
import { useEffect, useState } from "react";
export default function Page() {
  const [said, say] = useState("");
  useEffect(() => {
    for (let i = 0; i < 30; i += 1) window.history.pushState(i, "");
    window.history.back(); window.history.go(-1); History.prototype.go.call(window.history, -1);
    setTimeout(() => say("state " + window.history.state), 1000);
  }, []);
  return <p>{said}</p>;
}`);
  await workbench.app.getByText("state 29").waitFor();
  expect(await page.evaluate(() => history.length)).toBe(before);
  expect(page.url()).toContain("?exercise=identity-handoff");
});

test("takes no keystroke from who types, however often it asks for the focus", async () => {
  await runApp(`"use client";
import { useEffect } from "react";
export default function Page() {
  useEffect(() => { setInterval(() => { window.focus(); document.querySelector("input").focus(); }, 20); }, []);
  return <label>Thief <input /></label>;
}`);
  const thief = workbench.app.getByLabel("Thief");
  // Who goes there may type there, once the editor has not been typed in for a second.
  const goThere = async (): Promise<string | undefined> => {
    await thief.click();
    return page.evaluate(() => document.activeElement?.tagName);
  };
  await expect.poll(goThere, { interval: 400, timeout: 10_000 }).toBe("IFRAME");
  await page.keyboard.type("mine");
  expect(await thief.inputValue()).toBe("mine");
  await workbench.editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  const typed = "// every letter of this line stays in the editor";
  await page.keyboard.type(typed, { delay: 30 });
  expect(await workbench.editor.textContent()).toContain(typed);
  expect(await thief.inputValue()).toBe("mine");
});

test("gives the focus back where it got it by a trick", async () => {
  await runApp(`"use client";
import { useEffect } from "react";
export default function Page() {
  useEffect(() => { setTimeout(() => document.querySelector("label").click(), 3000); }, []);
  return <label>Thief <input /></label>;
}`);
  await workbench.app.getByLabel("Thief").waitFor();
  await workbench.editor.click();
  // Never idle for long, until the trick has been tried.
  for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowDown", { delay: 200 });
  await expect
    .poll(() => workbench.editor.evaluate((editor) => editor === document.activeElement))
    .toBe(true);
});

// The last one: an app in front of functions that are refused is not started.
test("reads nothing of the site's from a function either, and starts no other realm", async () => {
  const attempts = `
const attempts: Record<string, () => unknown> = {
  drafts: () => indexedDB.open("handoff-drafts"),
  site: () => { const x = new XMLHttpRequest(); x.open("GET", "SITE", false); x.send(); return x.responseText; },
  script: () => (self as any).importScripts("SITE" + "embed.js"),
  worker: () => new Worker("data:text/javascript,1"),
  shared: () => new SharedWorker("data:text/javascript,1"),
  evaluation: () => new Function("return 1")(),
};
const outcome: Record<string, string> = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try { outcome[name] = "reached " + attempt(); } catch (error) { outcome[name] = (error as Error).name; }
}
throw new Error("outcome " + JSON.stringify(outcome));`;
  await workbench.replaceFile("convex/tasks.ts", attempts.replaceAll("SITE", inject("siteUrl")));
  const { error } = await workbench.run();
  const said = /outcome (\{.*?\})/.exec(error?.message ?? "")?.[1];
  expect(JSON.parse(said ?? "null")).toEqual({
    drafts: "SecurityError",
    site: "NetworkError",
    script: "NetworkError",
    worker: "ReferenceError",
    shared: "ReferenceError",
    evaluation: "EvalError",
  });
});
