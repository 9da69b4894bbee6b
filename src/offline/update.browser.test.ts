import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { violations } from "../tools/testing/accessibility.ts";
import { listBuild, writeServiceWorker } from "../tools/offline-plugin.ts";
import { ADDRESS, OfflineStage, says } from "../tools/testing/offline-stage.ts";

const build = listBuild(inject("siteFolder"));

let stage: OfflineStage;
beforeEach(async () => {
  stage = await OfflineStage.open(inject("siteFolder"));
});
afterEach(() => stage.close());

/** The build as another version could be: its scripts have other names, and the page says which it is. */
async function nextVersion(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "handoff-next-"));
  cpSync(inject("siteFolder"), folder, { recursive: true });
  const assets = join(folder, "assets");
  const renamed = readdirSync(assets).filter((name) => /^(?:index|code-editor)-.*\.js$/.test(name));
  for (const name of renamed) renameSync(join(assets, name), join(assets, `next-${name}`));
  const texts = [join(folder, "index.html"), ...readdirSync(assets).map((name) => join(assets, name))];
  for (const path of texts.filter((name) => /\.(?:html|js)$/.test(name))) {
    let text = readFileSync(path, "utf8").replace("<html", '<html data-version="next"');
    for (const name of renamed) text = text.replaceAll(name, `next-${name}`);
    writeFileSync(path, text);
  }
  await writeServiceWorker(folder);
  return folder;
}

const version = (): Promise<string | null> =>
  stage.page.evaluate(() => document.documentElement.getAttribute("data-version"));

describe("a new version", () => {
  test("is offered, never forced: the open page goes on with its own files until the update is accepted", async () => {
    await stage.page.goto(`${stage.site.url}${ADDRESS}`);
    await says(stage.page, "Ready for offline");
    const next = await nextVersion();
    stage.site.folder = next;
    stage.site.asked.length = 0;
    await stage.page.reload();
    await stage.page.getByText("A new version is ready:").waitFor({ timeout: 40_000 });
    expect(await version()).toBe(null);
    expect(await violations(stage.page)).toEqual([]);
    // Only what changed was fetched.
    expect(stage.site.asked).not.toContain(
      `/${build.files.find(({ path }) => path.endsWith(".wasm"))?.path}`,
    );

    const second = await stage.page.context().newPage();
    await second.goto(stage.site.url);
    await second.getByText("A new version is ready:").waitFor();

    // Accepted in the middle of a run, it waits for the verdict.
    await stage.page.bringToFront();
    await stage.page.evaluate(() => {
      const press = (name: string): void => {
        const buttons = [...document.querySelectorAll("button")];
        buttons.find(({ textContent }) => textContent.trim().startsWith(name))?.click();
      };
      const note = (type: string): void => {
        const seen = sessionStorage.getItem("seen") ?? "";
        sessionStorage.setItem("seen", `${seen}${type} `);
      };
      for (const type of ["handoff:run", "handoff:verdict"]) {
        document.addEventListener(type, () => note(type));
      }
      window.addEventListener("pagehide", () => note("pagehide"));
      document.addEventListener("handoff:run", () => setTimeout(() => press("Update")), { once: true });
      press("Run");
    });
    await stage.page
      .getByRole("status")
      .filter({ hasText: "The update waits for the end of the run." })
      .waitFor();
    await expect.poll(version, { timeout: 30_000 }).toBe("next");
    expect(await stage.page.evaluate(() => sessionStorage.getItem("seen"))).toBe(
      "handoff:run handoff:verdict pagehide ",
    );
    await says(stage.page, "Ready for offline");

    // The other page was not loaded again, and gets files that only the old version has, from its cache.
    expect(await second.evaluate(() => document.documentElement.getAttribute("data-version"))).toBe(null);
    const old = build.files.find(({ path }) => path.startsWith("assets/code-editor-"))?.path ?? "";
    expect(await second.evaluate(async (path) => (await fetch(path)).status, old)).toBe(200);
    expect(stage.site.asked).not.toContain(`/${old}`);
    await second.close();

    // With its last page gone, the old version goes too.
    await stage.page.reload();
    await expect.poll(() => stage.page.evaluate(async () => (await caches.keys()).length)).toBe(1);
    await stage.goOffline();
    await stage.page.reload();
    expect(await version()).toBe("next");
    await stage.editAndRun(stage.page, "with the new version");
    rmSync(next, { recursive: true });
    // Two versions are stored, one after the other.
  }, 120_000);
});
