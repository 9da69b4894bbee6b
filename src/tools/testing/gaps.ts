/** Measures how long a page's main thread was away, and how long the machine itself was. */
import type { Page } from "playwright-core";

/** Most that learner code may hold a page's main thread, beyond what the machine itself takes. */
export const LONGEST_GAP_MS = 200;

export type Gaps = { readonly main: number; readonly machine: number };
type Measure = { readonly start: () => void; readonly read: () => Promise<Gaps> };

/**
 * Longest waits in ms of a short timer: of the main thread, and of a thread beside it that nothing but the machine can
 * hold up. To be called once in a page.
 */
export async function installGapMeasure(page: Page): Promise<void> {
  await page.evaluate(beginGapMeasure);
}

/** Travels into the page as its text. */
export function beginGapMeasure(): void {
  const code = `
    let longest = 0, last = performance.now();
    setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 5);
    onmessage = () => { postMessage(longest); longest = 0; last = performance.now(); };`;
  const beside = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  let longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const measure: Measure = {
    start() {
      longest = 0;
      beside.postMessage(null);
    },
    read: () =>
      new Promise((resolve) => {
        beside.onmessage = ({ data }: MessageEvent<number>) => {
          beside.onmessage = null;
          resolve({ main: Math.round(longest), machine: Math.round(data) });
        };
        beside.postMessage(null);
      }),
  };
  Object.assign(window, { gapMeasure: measure });
}

export async function startGapMeasure(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { gapMeasure: Measure }).gapMeasure.start());
}

export async function readGaps(page: Page): Promise<Gaps> {
  return page.evaluate(() => (window as unknown as { gapMeasure: Measure }).gapMeasure.read());
}
