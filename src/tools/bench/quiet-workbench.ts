/** The tests' driver of the workbench without its record of hops, whose copying would be measured, too. */
import type { Page } from "playwright-core";
import { WorkbenchPage } from "../testing/workbench-page.ts";

export const EXERCISE = "identity-handoff";

export async function openQuietWorkbench(page: Page, siteUrl: string): Promise<WorkbenchPage> {
  await page.addInitScript(() => {
    if (window !== top) return;
    // Captured first: the driver's own listener is never reached.
    document.addEventListener("handoff:hop", (event) => event.stopImmediatePropagation(), { capture: true });
  });
  return WorkbenchPage.open(page, siteUrl, EXERCISE);
}
