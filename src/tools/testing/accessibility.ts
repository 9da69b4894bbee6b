import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong, each as "rule: place". The sandbox frames are the learner's. */
export async function violations(page: Page): Promise<string[]> {
  // Colours that still fade would be judged half way.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof axe };
    const { violations: found } = await tool.run(document, { iframes: false });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  });
}
