/** Real Chromium for the tests, with everything switched off that talks to the outside by itself. */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";
import { findChromium } from "../chromium.mjs";

/** What switches off everything that Chromium would ask of others by itself. */
export const BENCH_ARGUMENTS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * For tests: without the optimising compiler of WebAssembly, which spends three seconds of every page's processor time
 * on esbuild in the background.
 */
export const LAUNCH_ARGUMENTS: readonly string[] = [...BENCH_ARGUMENTS, "--js-flags=--liftoff-only"];

export async function launchChromium(launchArguments = LAUNCH_ARGUMENTS): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null)
    throw new Error("No Chromium found. Set CHROME_PATH, or run `npm test`, which installs one.");
  return chromium.launch({ executablePath, args: [...launchArguments] });
}

/**
 * A fresh profile, which does not store the site for offline use: that takes a second of processor time as soon as a page
 * is idle. Tests of offline use have profiles of their own.
 */
export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript(() => {
    if (self.origin !== "null") Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
  });
  return context;
}

export type OpenedPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** URLs of requests that left the site's origin; must stay empty. */
  readonly foreignRequests: string[];
  /** Uncaught errors and console errors of the page and its frames. */
  readonly problems: string[];
};

/** A fresh profile with one page under watch, which has gone nowhere yet. */
export async function preparePage(browser: Browser, siteUrl: string): Promise<OpenedPage> {
  const context = await newContext(browser);
  const page = await context.newPage();
  const foreignRequests: string[] = [];
  const problems: string[] = [];
  const { origin } = new URL(siteUrl);
  context.on("request", (request) => {
    const target = new URL(request.url());
    if (!["data:", "blob:", "about:"].includes(target.protocol) && target.origin !== origin) {
      foreignRequests.push(request.url());
    }
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { page, context, foreignRequests, problems };
}

/** The same on `url`. */
export async function openPage(browser: Browser, url: string): Promise<OpenedPage> {
  const opened = await preparePage(browser, url);
  await opened.page.goto(url);
  return opened;
}
