import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import { isEvery } from "../tools/testing/every-cell.ts";
import { ADDRESS, editor, OfflineStage, says } from "../tools/testing/offline-stage.ts";

let stage: OfflineStage;
beforeEach(async () => {
  stage = await OfflineStage.open(inject("siteFolder"));
});
afterEach(() => stage.close());

/** On a wide and on a narrow screen, with the panel open. */
async function clean(): Promise<void> {
  for (const width of [1280, 360]) {
    await stage.page.setViewportSize({ width, height: 800 });
    expect(await violations(stage.page)).toEqual([]);
    expect(await stage.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
  await stage.page.setViewportSize({ width: 1280, height: 800 });
}

const focused = (): Promise<string | undefined> =>
  stage.page.evaluate(() => document.activeElement?.textContent?.trim());

/** `npm test` looks at one place. */
const PLACES = ["", ADDRESS, `${ADDRESS}&embed=1`];

test.each(isEvery ? PLACES : PLACES.slice(1, 2))(
  "storing, removing and failing can be done by keyboard and heard, and axe finds nothing: /%s",
  async (address) => {
    const { page, site } = stage;
    const press = async (name: string): Promise<void> => {
      await page.getByRole("button", { name, exact: true }).focus();
      await page.keyboard.press("Enter");
    };
    // Nothing is stored by itself while somebody is at work.
    await page.addInitScript(() => localStorage.setItem("handoff:offline", "removed"));
    await page.goto(`${site.url}${address}`);
    if (address !== "") await editor(page).waitFor();
    await says(page, "Not stored for offline");
    await page.locator("summary", { hasText: "Not stored for offline" }).focus();
    await page.keyboard.press("Enter");
    const explanation = page.getByText("This site can be kept in the browser, to work without network.");
    await explanation.waitFor();
    await clean();
    // What lies over other things goes away by Escape, and when somebody goes on to those.
    await page.getByRole("button", { name: "Store for offline" }).focus();
    await page.keyboard.press("Escape");
    await explanation.waitFor({ state: "hidden" });
    expect(await focused()).toBe("Not stored for offline");
    await page.keyboard.press("Enter");
    await explanation.waitFor();
    await page.getByRole("link").first().focus();
    await explanation.waitFor({ state: "hidden" });
    await page.locator("summary", { hasText: "Not stored for offline" }).click();
    await explanation.waitFor();

    site.bytesPerSecond = 1_500_000;
    await press("Store for offline");
    // The button is gone; the focus is on the line that tells how it stands.
    expect(await focused()).toMatch(/^Storing/);
    await page.getByRole("progressbar", { name: "Stored for offline use" }).waitFor();
    await clean();
    site.bytesPerSecond = null;
    await says(page, "Ready for offline");
    await stage.announces("Ready for offline");
    await clean();

    await press("Remove");
    await says(page, "Not stored for offline");
    expect(await focused()).toBe("Not stored for offline");
    await site.switchOff();
    await press("Store for offline");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await clean();
  },
  // Ten looks by axe, at two widths and in two schemes each.
  120_000,
);
