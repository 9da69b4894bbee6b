import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { ADDRESS, editor, OfflineStage, says, serveHost } from "../tools/testing/offline-stage.ts";
import { launchStockChromium, type StockChromium } from "../tools/testing/stock-chromium.ts";

let stage: OfflineStage;
let stock: StockChromium | null = null;
beforeEach(async () => {
  stage = await OfflineStage.open(inject("siteFolder"));
});
afterEach(async () => {
  await stock?.close();
  stock = null;
  await stage.close();
});

describe("offline", () => {
  test("an embed works without its site while the host page is there, also from a folder of its host", async () => {
    const parent = mkdtempSync(join(tmpdir(), "handoff-parent-"));
    symlinkSync(inject("siteFolder"), join(parent, "practice"));
    stage.site.folder = parent;
    const host = await serveHost(`${stage.site.url}practice/${ADDRESS}&embed=1`);
    await stage.page.goto(host.url);
    const embed = stage.page.frameLocator("iframe");
    await editor(embed).waitFor();
    await says(embed, "Ready for offline");

    await stage.site.switchOff();
    await stage.page.reload();
    await stage.editAndRun(embed, "in an embed");
    await says(embed, "Ready for offline");
    await host.close();
    rmSync(parent, { recursive: true });
  });
});

test("the lesson page with the exercise in it works without network after one visit to it alone", async () => {
  await stage.page.goto(`${stage.site.url}lesson.html`);
  const embed = stage.page.frameLocator("handoff-exercise iframe");
  await stage.page.locator("handoff-exercise").scrollIntoViewIfNeeded();
  await editor(embed).waitFor();
  await says(embed, "Ready for offline");

  await stage.goOffline();
  await stage.page.reload();
  await stage.page.locator("handoff-exercise").scrollIntoViewIfNeeded();
  await stage.editAndRun(embed, "in the lesson");
  await stage.page.getByRole("link", { name: /^Next/ }).click();
  await stage.page.getByRole("textbox", { name: /^Code editor/ }).waitFor();
});

test("an embed on another site works offline too, from the storage that the browser keeps for that pair", async () => {
  stock = await launchStockChromium();
  await stage.profile.close();
  stage.page = stock.page;
  const host = await serveHost(`${stage.site.url}${ADDRESS}&embed=1`);
  await stage.page.goto(host.url.replace("127.0.0.1", "localhost"));
  const embed = stage.page.frameLocator("iframe");
  await editor(embed).waitFor();
  await says(embed, "Ready for offline");

  await stage.site.switchOff();
  await stage.page.reload();
  await stage.editAndRun(embed, "in an embed on another site");

  stage.page = await stock.relaunch();
  await stage.page.goto(host.url.replace("127.0.0.1", "localhost"));
  await stage.editAndRun(stage.page.frameLocator("iframe"), "after a restart of the browser");
  await host.close();
});

describe("where nothing can be stored", () => {
  test("an embed that is denied storage says so in a sentence, without an error, and works online", async () => {
    const problems: string[] = [];
    stage.page.on("pageerror", (error) => problems.push(String(error)));
    stage.page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    // Playwright's Chromium denies storage to frames of other sites, as some people's browsers do.
    const host = await serveHost(`${stage.site.url}${ADDRESS}&embed=1`);
    await stage.page.goto(host.url.replace("127.0.0.1", "localhost"));
    const embed = stage.page.frameLocator("iframe");
    await editor(embed).waitFor();
    await says(embed, "Online only");
    await stage.editAndRun(embed, "online");
    expect(problems).toEqual([]);
    await host.close();
  });

  test("a closed frame says so in a sentence, without an error", async () => {
    const problems: string[] = [];
    stage.page.on("pageerror", (error) => problems.push(String(error)));
    const host = await serveHost(stage.site.url, `sandbox="allow-scripts"`);
    await stage.page.goto(host.url);
    const embed = stage.page.frameLocator("iframe");
    await says(embed, "Online only");
    await embed.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await embed.getByText("The browser lets this page keep nothing here").waitFor();
    expect(problems).toEqual([]);
    await host.close();
  });
});
