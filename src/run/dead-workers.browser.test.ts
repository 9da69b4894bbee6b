import { expect, inject, test } from "vitest";
import { launchChromium, openPage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";
import { killWorker } from "../tools/soak/kills.ts";

test("where every isolate is dead, one run tells so and the next works", async () => {
  const browser = await launchChromium();
  try {
    const { page } = await openPage(browser, inject("siteUrl"));
    const workbench = await WorkbenchPage.open(page, inject("siteUrl"), "identity-handoff");
    expect((await workbench.run()).status).toBe("failed");
    // The one that is in use, and all that wait.
    while (await killWorker(page, "isolate", 0));
    expect(await workbench.run()).toMatchObject({ status: "error", error: { code: "push-timeout" } });
    expect((await workbench.run()).status).toBe("failed");
  } finally {
    await browser.close();
  }
});
