import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** What depends on colours. All else is the same in light and in dark. */
const RULES_OF_COLOR = ["color-contrast", "link-in-text-block"];

/** By some rules, or by all; in the frame itself, as "rule: place". The sandbox frames in a page are the learner's. */
async function violationsIn(frame: Page | Frame, rules: readonly string[] | null): Promise<string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axe.source);
  return frame.evaluate(async (only) => {
    const { axe: tool } = window as unknown as { axe: typeof axe };
    const options = only === null ? {} : { runOnly: [...only] };
    const { violations: faults } = await tool.run(document, { iframes: false, ...options });
    return faults.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  }, rules);
}

/** What axe finds wrong in light and in dark, each as "scheme, rule: place"; in the page unless one of its frames is named. */
export async function violations(page: Page, frame: Page | Frame = page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours that still fade would be judged half way.
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme });
    const places = await violationsIn(frame, colorScheme === "light" ? null : RULES_OF_COLOR);
    found.push(...places.map((place) => `${colorScheme}, ${place}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
