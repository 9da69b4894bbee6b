import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** In the frame itself, as "rule: place". The sandbox frames in a page are the learner's. */
async function violationsIn(frame: Page | Frame): Promise<string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof axe };
    const { violations: faults } = await tool.run(document, { iframes: false });
    return faults.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  });
}

/** What axe finds wrong in light and in dark, each as "scheme, rule: place"; in the page unless one of its frames is named. */
export async function violations(page: Page, frame: Page | Frame = page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours that still fade would be judged half way.
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
    const places = await violationsIn(frame);
    found.push(...places.map((place) => `${colorScheme}, ${place}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
