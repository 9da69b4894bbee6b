/** Looks into the site's own realms, from outside, for what hostile code would have left there. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

const TRACES = `JSON.stringify([
  "polluted" in {}, "polluted" in globalThis, "polluted" in Function.prototype,
  Object.getOwnPropertyNames(Object.prototype).filter((name) => !/^(?:__\\w+__|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$/.test(name)),
])`;
const NOTHING = JSON.stringify([false, false, false, []]);

/** The page and its workers of these names are there, answer, and are as they were made. */
export async function expectRealmsUntouched(page: Page, workers: readonly string[]): Promise<void> {
  expect(await page.evaluate(TRACES)).toBe(NOTHING);
  const found = new Map<string, string>();
  for (const worker of page.workers()) {
    // Those of the sandbox may be on their way out, or busy.
    const read = Promise.all([worker.evaluate<string>("self.name"), worker.evaluate<string>(TRACES)]).catch(
      () => null,
    );
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5000));
    const answer = await Promise.race([read, late]);
    if (answer !== null && workers.includes(answer[0])) found.set(...answer);
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(workers.map((name) => [name, NOTHING])));
}
