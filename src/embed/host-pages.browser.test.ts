import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  ask,
  EXERCISE,
  expectHostUntouched,
  lessonPage,
  siteFrame,
  solutionFiles,
} from "../tools/testing/embedding.ts";
import { embedStage } from "../tools/testing/embed-stage.ts";
import { hostHtml } from "../tools/testing/host-site.ts";
import type { Verdict } from "../wire/verdict.ts";
import type { HandoffExercise } from "./embed.ts";

const { site, open } = embedStage();
const SOLUTION = solutionFiles("identity-handoff");

/** The host gives the solution from outside, through the compiler and every realm. */
async function expectSolved(page: Page): Promise<void> {
  await ask(page, "setFiles", SOLUTION);
  const verdict = await ask(page, "run");
  expect(verdict.error).toBeUndefined();
  expect(verdict).toMatchObject({ exercise: "identity-handoff", status: "passed" });
}

/** A host that speaks the protocol itself, with a plain iframe. Calls go through `call(type, payload)`. */
function plainFrame(sandbox: string): string {
  return `<iframe ${sandbox} src="${site}?exercise=identity-handoff&embed=1" width="1100" height="640"></iframe>
<script>
const frame = document.querySelector("iframe"), { port1, port2 } = new MessageChannel(), waiting = new Map();
let last = 0;
port1.onmessage = ({ data }) => data.type === "reply" && waiting.get(data.id)(data.payload);
frame.addEventListener("load", () =>
  frame.contentWindow.postMessage({ source: "handoff", v: 1, type: "hello" }, ${sandbox === "" ? `"${new URL(site).origin}"` : `"*"`}, [port2]), { once: true });
window.call = (type, payload) => new Promise((resolve) => {
  waiting.set(++last, resolve);
  port1.postMessage({ source: "handoff", v: 1, type, id: last, payload });
});
</script>`;
}

async function call(page: Page, type: string, payload?: unknown): Promise<{ ok: boolean; value: unknown }> {
  return page.evaluate(
    ([name, given]) =>
      (window as unknown as { call: (type: unknown, payload: unknown) => Promise<never> }).call(name, given),
    [type, payload],
  );
}

test("a plain page gets the verdict of the starter, then of what it sets itself", async () => {
  const opened = await open(lessonPage(site));
  expect(await ask(opened.page, "run")).toMatchObject({ exercise: "identity-handoff", status: "failed" });
  await expectSolved(opened.page);
  await expectHostUntouched(opened);
});

test("a page with a strict policy needs only our script and our frame", async () => {
  const policy = `default-src 'none'; script-src ${site}; frame-src ${site}`;
  const host = lessonPage(site, EXERCISE, { "content-security-policy": policy });
  const opened = await open(host);
  await expectSolved(opened.page);
  // Its own icon and style, in its own head, are not allowed; nothing else is missed.
  const refused = await opened.page.evaluate(() => (window as unknown as { refused: string[] }).refused);
  expect(refused.toSorted()).toEqual(["img-src", "style-src-elem"]);
  expect(opened.foreignRequests).toEqual([]);
});

test("a page that frames the plain address may say hello by hand", async () => {
  const opened = await open({ html: hostHtml(plainFrame("")) });
  expect(await call(opened.page, "setFiles", SOLUTION)).toEqual({ ok: true, value: null });
  expect(await call(opened.page, "run")).toMatchObject({ ok: true, value: { status: "passed" } });
  await expectHostUntouched(opened);
});

test("a page that frames us with a bare sandbox gets a verdict, without an origin or storage", async () => {
  const opened = await open({ html: hostHtml(plainFrame(`sandbox="allow-scripts"`)) });
  const { page } = opened;
  expect(await call(page, "setFiles", SOLUTION)).toEqual({ ok: true, value: null });
  expect(await call(page, "run")).toMatchObject({ ok: true, value: { status: "passed" } });
  const [, frame] = page.frames();
  expect(await frame?.evaluate(() => self.origin)).toBe("null");
  await expectHostUntouched(opened);
});

test("a page that is itself without an origin embeds the element", async () => {
  const opened = await open(
    lessonPage(site, EXERCISE, { "content-security-policy": "sandbox allow-scripts" }),
  );
  expect(await opened.page.evaluate(() => self.origin)).toBe("null");
  await expectSolved(opened.page);
  await expectHostUntouched(opened);
});

test.each([
  { isolated: true, headers: { "cross-origin-opener-policy": "same-origin" } },
  { isolated: false, headers: {} },
])("a page with COEP require-corp, isolated: $isolated", async ({ isolated, headers }) => {
  const opened = await open(
    lessonPage(site, EXERCISE, { "cross-origin-embedder-policy": "require-corp", ...headers }),
  );
  expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  await expectSolved(opened.page);
  await expectHostUntouched(opened);
});

test("where storage of third parties is denied the exercise works all the same", async () => {
  // Playwright's own defaults deny it: partitioning is off and third-party cookies are blocked.
  const opened = await open(lessonPage(site));
  await ask(opened.page, "getFiles");
  const names = await siteFrame(opened.page, site).evaluate(async () => {
    const tried: string[] = [];
    for (const access of [
      () => localStorage,
      () => sessionStorage,
      () => indexedDB.open("x"),
      () => caches.keys(),
    ]) {
      try {
        const request: unknown = await access();
        if (request instanceof IDBOpenDBRequest) {
          await new Promise((resolve, reject) => {
            request.onsuccess = resolve;
            request.onerror = () => reject(request.error ?? new Error("denied"));
          });
        }
        tried.push("allowed");
      } catch (error) {
        tried.push((error as Error).name);
      }
    }
    return tried;
  });
  expect(names[0]).toBe("SecurityError");
  expect(names).not.toContain("allowed");
  await expectSolved(opened.page);
  await expectHostUntouched(opened);
});

test("three exercises on one page run apart, and the one far below is not loaded before it comes near", async () => {
  const element = (id: string, more = ""): string =>
    `<handoff-exercise id="${id}" exercise="identity-handoff" key="${id}" ${more}></handoff-exercise>`;
  const opened = await open(
    lessonPage(
      site,
      `${element("one")}${element("two", `view="checks"`)}<div class="far"></div>${element("three")}`,
    ),
  );
  const { page } = opened;
  const run = (id: string, files: Record<string, string> | null): Promise<Verdict> =>
    page.evaluate(
      async ([name, texts]) => {
        const exercise = document.getElementById(name) as HandoffExercise;
        if (texts !== null) await exercise.setFiles(texts);
        return exercise.run();
      },
      [id, files] as const,
    );
  const [one, two] = await Promise.all([run("one", SOLUTION), run("two", null)]);
  expect([one.error, two.error]).toEqual([undefined, undefined]);
  expect([one.status, two.status]).toEqual(["passed", "failed"]);
  expect(await page.locator("iframe").count()).toBe(2);
  await expectHostUntouched(opened);

  await page.locator("#three").scrollIntoViewIfNeeded();
  await expect.poll(() => page.locator("iframe").count()).toBe(3);
  const three = await run("three", null);
  expect([three.error, three.status]).toEqual([undefined, "failed"]);
});

test("a versioned address of the script works like the plain one", async () => {
  const host = lessonPage(site);
  const opened = await open({ html: host.html.replace("embed.js", "v/1/embed.js") });
  expect(await ask(opened.page, "run")).toMatchObject({ status: "failed" });
});
