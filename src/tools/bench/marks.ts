/** Moments of a page's life, as the page itself measured them. All times are milliseconds since navigation began. */
import type { Page } from "playwright-core";

/** Marks that the bench sets by watching the page; the others are the product's own. */
type Mark = "bench:code" | "bench:editor" | "handoff:run" | "handoff:mounted" | "handoff:verdict";

/**
 * Marks when the lesson's code is on the page and when the editor is; with `pressRun`, presses Run in the same moment
 * as the editor appears. Before navigation.
 */
export async function watchLoading(page: Page, { pressRun }: { readonly pressRun: boolean }): Promise<void> {
  await page.addInitScript((press) => {
    if (window !== top) return;
    const seen = new Set<string>();
    const markOnce = (mark: string, selector: string): boolean => {
      if (seen.has(mark) || document.querySelector(selector) === null) return false;
      seen.add(mark);
      performance.mark(mark);
      return true;
    };
    new MutationObserver((_, observer) => {
      markOnce("bench:code", '[aria-label^="Code of"], [role="textbox"][aria-label^="Code editor"]');
      if (!markOnce("bench:editor", '[role="textbox"][aria-label^="Code editor"]')) return;
      observer.disconnect();
      const buttons = [...document.querySelectorAll("button")];
      if (press) buttons.find(({ textContent }) => textContent.trim().startsWith("Run"))?.click();
    }).observe(document, { subtree: true, childList: true, attributes: true });
  }, pressRun);
}

/** Waits for a mark and tells when it was set (the last time, if more than once). */
export async function timeOf(page: Page, mark: Mark): Promise<number> {
  const handle = await page.waitForFunction(
    (name) => performance.getEntriesByName(name).at(-1)?.startTime,
    mark,
    { polling: 20 },
  );
  const time = await handle.jsonValue();
  if (time === undefined) throw new Error(`${mark} was never set.`);
  return time;
}

/** Milliseconds from the last mark `from` to the first mark `to` after it, which is waited for. */
export async function interval(page: Page, from: Mark, to: Mark): Promise<number> {
  const handle = await page.waitForFunction(
    (names) => {
      const start = performance.getEntriesByName(names.from).at(-1)?.startTime ?? Infinity;
      const end = performance.getEntriesByName(names.to).find(({ startTime }) => startTime >= start);
      return end === undefined ? null : end.startTime - start;
    },
    { from, to },
    { polling: 20 },
  );
  return Number(await handle.jsonValue());
}

/** First contentful paint. */
export async function firstPaint(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    undefined,
    { polling: 20 },
  );
  return Number(await handle.jsonValue());
}

/** Compressed bytes (bodies, without headers) of what the page had received in full by `time`. */
export function bytesUntil(page: Page, time: number): Promise<number> {
  return page.evaluate((limit) => {
    const entries = [
      ...performance.getEntriesByType("navigation"),
      ...performance.getEntriesByType("resource"),
    ] as PerformanceResourceTiming[];
    // A worker's script ends before it starts in Chromium's books: its start is then the better guess.
    return entries
      .filter(({ startTime, responseEnd }) => responseEnd > 0 && Math.max(startTime, responseEnd) <= limit)
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  }, time);
}
