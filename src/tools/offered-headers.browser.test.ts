/** What the site's own headers leave open: links of lessons, and nothing else. */
import { expect, inject, test } from "vitest";
import { LAUNCH_ARGUMENTS, launchChromium, newContext } from "./testing/browser.ts";

/** Asks nobody: a name that may be asked for is not found. */
const NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";

test("a link of a lesson leads out of a page that has the headers; one that no lesson has does not", async () => {
  const browser = await launchChromium([...LAUNCH_ARGUMENTS, NO_NAMES]);
  const context = await newContext(browser);
  const page = await context.newPage();
  const response = await page.goto(`${inject("siteUrl")}?exercise=handoff-in-miniature`);
  expect(response?.headers()["connection-allowlist"]).toContain("https://github.com/*");
  const link = page.getByRole("link", { name: "jose" });
  await link.waitFor();

  /** What the browser says in the tab that the link opens. */
  async function follow(): Promise<string> {
    const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
    const error = tab.getByText(/ERR_[A-Z_]+/).first();
    return /ERR_[A-Z_]+/.exec(await error.innerText())?.[0] ?? "";
  }

  expect(await follow()).toBe("ERR_NAME_NOT_RESOLVED");
  await link.evaluate((anchor) => anchor.setAttribute("href", "https://elsewhere.example/"));
  expect(await follow()).toBe("ERR_NETWORK_ACCESS_REVOKED");
  await browser.close();
});
