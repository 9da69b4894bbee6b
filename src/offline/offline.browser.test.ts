import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { listBuild } from "../tools/offline-plugin.ts";
import { offeredHeaders } from "../tools/offered-headers.ts";
import { ADDRESS, editor, OfflineStage, says } from "../tools/testing/offline-stage.ts";
import { bytesOf } from "../wire/offline.ts";

const build = listBuild(inject("siteFolder"));

let stage: OfflineStage;
beforeEach(async () => {
  stage = await OfflineStage.open(inject("siteFolder"));
});
afterEach(() => stage.close());

describe("after one visit", () => {
  test("the site works without network: reload, edit, Run, verdict; and again after a restart of the browser", async () => {
    await stage.visit();
    await says(stage.page, "Ready for offline");
    expect(await stage.storedFiles()).toEqual(build.files.map(({ path }) => path));
    await stage.page.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await stage.page.getByText(`${(bytesOf(build) / 1_000_000).toFixed(1)} MB`).waitFor();

    await stage.goOffline();
    await stage.page.reload();
    await stage.editAndRun(stage.page, "without network");
    await says(stage.page, "Ready for offline");

    await stage.profile.close();
    stage.page = await stage.profile.launch();
    await stage.page.context().setOffline(true);
    await stage.page.goto(stage.site.url);
    await stage.page.getByRole("link", { name: "The identity handoff" }).click();
    await stage.editAndRun(stage.page, "after a restart");
    await says(stage.page, "Ready for offline");
    // Two browsers, one after the other.
  }, 120_000);
});

describe("with the headers that the site asks of its host", () => {
  test("it stores itself all the same, and works without network", async () => {
    stage.site.headers = offeredHeaders();
    await stage.visit();
    await stage.editAndRun(stage.page, "from the network");
    await says(stage.page, "Ready for offline");
    await stage.goOffline();
    await stage.page.reload();
    await stage.editAndRun(stage.page, "without network");
  });
});

describe("storing", () => {
  test("goes on where a killed browser left it, and is not called ready before all is there", async () => {
    stage.site.bytesPerSecond = 2_000_000;
    await stage.page.goto(`${stage.site.url}${ADDRESS}`);
    await stage.page
      .getByRole("progressbar", { name: "Stored for offline use" })
      .waitFor({ timeout: 40_000 });
    await expect.poll(async () => (await stage.storedFiles()).length, { timeout: 20_000 }).toBeGreaterThan(4);
    await says(stage.page, /^Storing [1-9]/);
    await stage.profile.kill();

    stage.page = await stage.profile.launch();
    await stage.visit();
    const kept = await stage.storedFiles();
    expect(kept.length).toBeGreaterThan(4);
    expect(kept.length).toBeLessThan(build.files.length);
    await says(stage.page, "Not stored for offline");

    stage.site.asked.length = 0;
    await says(stage.page, /^Storing [1-9]/);
    stage.site.bytesPerSecond = null;
    await says(stage.page, "Ready for offline");
    expect(await stage.storedFiles()).toEqual(build.files.map(({ path }) => path));
    const askedAgain = stage.site.asked.map((path) => path.slice(1)).filter((path) => kept.includes(path));
    expect(askedAgain).toEqual([]);
  });

  test("says so when a file cannot be had, and the site works on", async () => {
    const broken = mkdtempSync(join(tmpdir(), "handoff-broken-"));
    cpSync(inject("siteFolder"), broken, { recursive: true });
    rmSync(join(broken, "third-party-notices.txt"));
    stage.site.folder = broken;
    await stage.visit();
    await stage.announces("Some files could not be fetched.");
    expect(await stage.registrations()).toBe(0);
    await stage.editAndRun(stage.page, "online only");

    stage.site.folder = inject("siteFolder");
    await stage.page.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await stage.page.getByRole("button", { name: "Try again" }).click();
    await says(stage.page, "Ready for offline");
    rmSync(broken, { recursive: true });
  });

  test("says so when there is no room, and what to do", async () => {
    const session = await stage.page.context().newCDPSession(stage.page);
    const origin = new URL(stage.site.url).origin;
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 4_000_000 });
    await stage.page.goto(`${stage.site.url}${ADDRESS}`);
    await stage.announces("The browser has no room left for this site. Free some space, then try again.");
    await stage.editAndRun(stage.page, "without room");

    await session.send("Storage.overrideQuotaForOrigin", { origin });
    await stage.page.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await stage.page.getByRole("button", { name: "Try again" }).click();
    await says(stage.page, "Ready for offline");
  });

  test("is taken back by Remove, and not begun again until it is asked for", async () => {
    await stage.page.goto(`${stage.site.url}${ADDRESS}`);
    await says(stage.page, "Ready for offline");
    await stage.page.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await stage.page.getByRole("button", { name: "Remove" }).click();
    await says(stage.page, "Not stored for offline");
    await expect.poll(() => stage.storedFiles()).toEqual([]);

    await stage.page.reload();
    await editor(stage.page).waitFor();
    // Longer than the page waits for an idle moment.
    await stage.page.waitForTimeout(7000);
    await says(stage.page, "Not stored for offline");
    expect(await stage.storedFiles()).toEqual([]);
    expect(await stage.registrations()).toBe(0);

    await stage.page.locator("summary", { hasText: /o(?:ff|n)line/i }).click();
    await stage.page.getByRole("button", { name: "Store for offline" }).click();
    await says(stage.page, "Ready for offline");
  });
});

describe("the stored page", () => {
  test("lets learner code open no connection, not even by preconnect", async () => {
    const connections: string[] = [];
    const listener = createServer((socket) => {
      connections.push(String(socket.remoteAddress));
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const { port } = listener.address() as AddressInfo;
    const preconnect = `
      const link = document.createElement("link");
      link.rel = "preconnect";
      link.href = "http://127.0.0.1:${port}/";
      document.head.append(link);
      console.log("the link is there");
      export default function Page() { return null; }`;
    const run = async (): Promise<void> => {
      await stage.page.getByRole("tab", { name: "app/page.tsx" }).click();
      await stage.page.getByRole("textbox", { name: "Code editor: app/page.tsx" }).click();
      await stage.page.keyboard.press("ControlOrMeta+a");
      await stage.page.keyboard.insertText(preconnect);
      await stage.page.getByRole("button", { name: /^Run/ }).click();
      await stage.page.getByRole("tab", { name: /^Console/ }).click();
      await stage.page.getByText("the link is there").first().waitFor();
    };
    await stage.page.goto(`${stage.site.url}${ADDRESS}`);
    // From the network, the header is missing: this is how it looks when it does get out.
    await run();
    await expect.poll(() => connections.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await says(stage.page, "Ready for offline");
    await stage.page.reload();
    connections.length = 0;
    await run();
    // It was seen at once when it got out.
    await stage.page.waitForTimeout(2000);
    expect(connections).toEqual([]);
    await new Promise((resolve) => listener.close(resolve));
  });
});
