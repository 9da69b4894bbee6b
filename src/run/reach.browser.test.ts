/** What learner code cannot reach, and what it cannot do to the person in front of it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium, openPage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

let browser: Browser;
let page: Page;
let workbench: WorkbenchPage;
/** Windows, dialogs, downloads that came of it. */
const came: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  ({ page } = await openPage(browser, inject("siteUrl")));
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
  payment: () => inherited("PaymentRequest"),
  fullscreen: () => document.documentElement.requestFullscreen(),
  pointerLock: () => document.body.requestPointerLock(),
  clipboard: () => navigator.clipboard.readText(),
  notifications: () => Notification.requestPermission(),
  position: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  evaluation: () => new Function("return 1")(),
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
    payment: "absent",
    fullscreen: "TypeError",
    pointerLock: expect.stringMatching(/SecurityError|NotAllowedError|WrongDocumentError/),
    clipboard: expect.stringMatching(/NotAllowedError|TypeError/),
    notifications: "denied",
    position: "error 1",
    // Without a camera it is not found, before anybody is asked.
    camera: expect.stringMatching(/NotAllowedError|NotFoundError|TypeError/),
    evaluation: "EvalError",
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
  console.log(
    JSON.stringify([
      await workbench.editor.textContent(),
      await workbench.app.getByLabel("Thief").inputValue(),
      await page.evaluate(() => document.activeElement?.className),
    ]),
  );
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
