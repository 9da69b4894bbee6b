/** Opens pages that embed an exercise, and watches what the embed does to them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Frame, FrameLocator, Page } from "playwright-core";
import { expect } from "vitest";
import { ROOT } from "../bundle.ts";
import type { HandoffExercise } from "../../embed/embed.ts";
import { newContext } from "./browser.ts";
import { hostHtml, type HostPage, type HostSite } from "./host-site.ts";

export type Embedding = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The first exercise's frame. */
  readonly frame: FrameLocator;
  /** Addresses asked for that are neither the host's nor the site's. */
  readonly foreignRequests: string[];
};

/** What README tells a host to have: the script, and the room kept before it runs. */
export function hostHead(site: string): string {
  const room =
    "<style>handoff-exercise:not(:defined){display:block;height:640px;overflow:auto}.far{height:5000px}</style>";
  return `${room}<script type="module" src="${site}embed.js"></script>`;
}

export const EXERCISE = `<handoff-exercise exercise="identity-handoff"><pre>fallback code</pre></handoff-exercise>`;

/** A page with `body` and the script; text before and after shows whether anything moves. */
export function lessonPage(site: string, body = EXERCISE, headers: HostPage["headers"] = {}): HostPage {
  return { html: hostHtml(`<h1>A lesson</h1>${body}<p id="after">After it.</p>`, hostHead(site)), headers };
}

export async function openEmbedding(
  browser: Browser,
  site: string,
  hosts: HostSite,
  host: HostPage,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Embedding> {
  const context = await newContext(browser, { viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const url = hosts.serve(host);
  const own = ["data:", "blob:", "about:", site, `${new URL(url).origin}/`];
  const foreignRequests: string[] = [];
  context.on("request", (request) => {
    if (!own.some((start) => request.url().startsWith(start))) foreignRequests.push(request.url());
  });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    /** What the page's own policy did not allow. */
    const refused: string[] = [];
    Object.assign(window, { shifts, refused });
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      refused.push(effectiveDirective),
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url);
  return { page, context, frame: page.frameLocator("iframe").first(), foreignRequests };
}

/** Sets an attribute of the first exercise; null takes it away. */
export function setOption(page: Page, name: string, value: string | null): Promise<void> {
  return page.evaluate(
    ([attribute, text]) => {
      const exercise = document.querySelector("handoff-exercise");
      if (text === null) exercise?.removeAttribute(attribute);
      else exercise?.setAttribute(attribute, text);
    },
    [name, value] as const,
  );
}

/** Of the first exercise, in px. */
export function heightOf(page: Page): Promise<number | undefined> {
  return page.evaluate(() => document.querySelector<HTMLElement>("handoff-exercise")?.offsetHeight);
}

/** The page of our site in a host's page: code can be evaluated in it. */
export function siteFrame(page: Page, site: string): Frame {
  const frame = page.frames().find((each) => each.url().startsWith(site));
  if (frame === undefined) throw new Error("The page embeds nothing.");
  return frame;
}

/** What a good embed leaves alone on the page around it. */
export async function expectHostUntouched({ page, foreignRequests }: Embedding): Promise<void> {
  const state = await page.evaluate(() => ({
    focused: document.activeElement?.tagName,
    scrollY,
    shifts: (window as unknown as { shifts: number[] }).shifts,
  }));
  expect(state).toEqual({ focused: "BODY", scrollY: 0, shifts: [] });
  expect(foreignRequests).toEqual([]);
}

/** Calls a method of the page's first `<handoff-exercise>`; its error comes back as `{ code, message }`. */
export function ask<Method extends Asked>(
  page: Page,
  method: Method,
  ...args: Parameters<HandoffExercise[Method]>
): Promise<Awaited<ReturnType<HandoffExercise[Method]>>> {
  return page.evaluate(
    async ([name, given]) => {
      const element = document.querySelector("handoff-exercise") as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >;
      return element[name]?.(...given).catch((error: Error & { code?: string }) => ({
        code: error.code,
        message: error.message,
      }));
    },
    [method, args] as [string, unknown[]],
  ) as Promise<Awaited<ReturnType<HandoffExercise[Method]>>>;
}

type Asked = "run" | "stop" | "reset" | "getFiles" | "setFiles" | "getProgress" | "setProgress";

/** The files of an exercise's solution, by path. */
export function solutionFiles(exercise: string): Record<string, string> {
  const folder = join(ROOT, "exercises", exercise, "solution");
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
      }),
  );
}
