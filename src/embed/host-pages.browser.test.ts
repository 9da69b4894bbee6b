import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium } from "../tools/testing/browser.ts";
import { hostHtml, openHostSite, type HostPage, type HostSite } from "../tools/testing/host-site.ts";
import type { Verdict } from "../wire/verdict.ts";
import type { HandoffExercise } from "./embed.ts";

let browser: Browser;
let hosts: HostSite;
const site = inject("siteUrl");
const { origin } = new URL(site);

beforeAll(async () => {
  [browser, hosts] = await Promise.all([launchChromium(), openHostSite()]);
});
afterAll(() => Promise.all([browser.close(), hosts.close()]));

const SCRIPT = `<script type="module" src="${site}embed.js"></script>`;
const STYLE = `<style>handoff-exercise:not(:defined){display:block;height:640px;overflow:auto}</style>`;
const EXERCISE = `<handoff-exercise exercise="identity-handoff"><pre>fallback code</pre></handoff-exercise>`;
const AFTER = `<p id="after">After it.</p>`;

type Opened = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses asked for that are neither the host's nor the site's. */
  readonly foreignRequests: string[];
};

async function open(host: HostPage): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const url = hosts.serve(host);
  const own = ["data:", "blob:", "about:", origin, new URL(url).origin];
  const foreignRequests: string[] = [];
  context.on("request", (request) => {
    if (!own.some((start) => request.url().startsWith(start))) foreignRequests.push(request.url());
  });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url);
  return { page, context, foreignRequests };
}

/** What a good embed leaves alone on the page around it. */
async function expectHostUntouched({ page, context, foreignRequests }: Opened): Promise<void> {
  const state = await page.evaluate(() => ({
    focused: document.activeElement?.tagName,
    scrollY,
    shifts: (window as unknown as { shifts: number[] }).shifts,
  }));
  expect(state).toEqual({ focused: "BODY", scrollY: 0, shifts: [] });
  expect(foreignRequests).toEqual([]);
  await context.close();
}

const run = (page: Page): Promise<Verdict> =>
  page.evaluate(() => document.querySelector<HandoffExercise>("handoff-exercise")?.run()) as Promise<Verdict>;

describe("a page that embeds an exercise gets its verdict as data", () => {
  test("a plain page", async () => {
    const opened = await open({ html: hostHtml(EXERCISE + AFTER, STYLE + SCRIPT) });
    const verdict = await run(opened.page);
    expect(verdict).toMatchObject({ exercise: "identity-handoff", status: "failed" });
    await expectHostUntouched(opened);
  });
});
