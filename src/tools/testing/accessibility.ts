import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds wrong in light and in dark, each as "scheme, rule: place". The sandbox frames are the learner's. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours that still fade would be judged half way.
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
    const places = await page.evaluate(async () => {
      const { axe: tool } = window as unknown as { axe: typeof axe };
      const { violations: faults } = await tool.run(document, { iframes: false });
      return faults.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
    });
    found.push(...places.map((place) => `${colorScheme}, ${place}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
