import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { readAnswers } from "../tools/exercises/read.ts";
import { listBuild, writeServiceWorker } from "../tools/offline-plugin.ts";
import { Profile } from "../tools/testing/profile.ts";
import { launchStockChromium, type StockChromium } from "../tools/testing/stock-chromium.ts";
import { SwitchedSite } from "../tools/testing/switched-site.ts";
import { bytesOf } from "../wire/offline.ts";

const ADDRESS = "?exercise=identity-handoff";
const solution = (await readAnswers("identity-handoff")).solution["convex/tasks.ts"] ?? "";
const build = listBuild(inject("siteFolder"));

/** The workbench, in the page itself or in a frame of a host page. */
type Place = Page | FrameLocator;

let site: SwitchedSite;
let profile: Profile;
let page: Page;
let stock: StockChromium | null = null;

beforeEach(async () => {
  site = await SwitchedSite.open(inject("siteFolder"));
  profile = new Profile();
  page = await profile.launch();
});
afterEach(async () => {
  await stock?.close();
  stock = null;
  await profile.remove();
  await site.switchOff();
});

const editor = (place: Place): Locator =>
  place.getByRole("textbox", { name: "Code editor: convex/tasks.ts" });
const says = (place: Place, text: string | RegExp): Promise<void> =>
  place.locator("summary").filter({ hasText: text }).waitFor({ timeout: 40_000 });

const status = (text: string): Promise<void> =>
  page.getByRole("status").filter({ hasText: text }).waitFor({ timeout: 40_000 });

/** Nothing under the site's address answers any more, and the browser knows of no network. */
async function goOffline(): Promise<void> {
  await site.switchOff();
  await page.context().setOffline(true);
  await expect(fetch(site.url)).rejects.toThrow("fetch failed");
}

/** An edit makes the compiler work: nothing of it was made at build time. */
async function editAndRun(place: Place, comment: string): Promise<void> {
  await editor(place).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(`${solution}\n// ${comment}\n`);
  await place.getByRole("button", { name: /^Run/ }).click();
  await place.getByText(/^Run \d+: (\d+) of \1 checks passed$/).waitFor({ timeout: 30_000 });
}

async function storedFiles(): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys())
        paths.push(new URL(url).pathname.slice(1));
    }
    return paths.toSorted();
  });
}

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
  page.evaluate(() => document.documentElement.getAttribute("data-version"));

describe("after one visit", () => {
  test("the site works without network: reload, edit, Run, verdict; and again after a restart of the browser", async () => {
    await page.goto(`${site.url}${ADDRESS}`);
    await editor(page).waitFor();
    await says(page, "Ready for offline");
    expect(await storedFiles()).toEqual(build.files.map(({ path }) => path));
    await page.locator("summary").click();
    await page.getByText(`${(bytesOf(build) / 1_000_000).toFixed(1)} MB`).waitFor();

    await goOffline();
    await page.reload();
    await editAndRun(page, "without network");
    await says(page, "Ready for offline");

    await profile.close();
    page = await profile.launch();
    await page.context().setOffline(true);
    await page.goto(site.url);
    await page.getByRole("link", { name: "The identity handoff" }).click();
    await editAndRun(page, "after a restart");
    await says(page, "Ready for offline");
  });

  test("an embed works without its site while the host page is there, also from a folder of its host", async () => {
    const parent = mkdtempSync(join(tmpdir(), "handoff-parent-"));
    symlinkSync(inject("siteFolder"), join(parent, "practice"));
    site.folder = parent;
    const host = await serveHost(`${site.url}practice/${ADDRESS}&embed=1`);
    await page.goto(host.url);
    const embed = page.frameLocator("iframe");
    await editor(embed).waitFor();
    await says(embed, "Ready for offline");

    await site.switchOff();
    await page.reload();
    await editAndRun(embed, "in an embed");
    await says(embed, "Ready for offline");
    await host.close();
    rmSync(parent, { recursive: true });
  });
});

test("an embed on another site works offline too, from the storage that the browser keeps for that pair", async () => {
  stock = await launchStockChromium();
  await profile.close();
  page = stock.page;
  const host = await serveHost(`${site.url}${ADDRESS}&embed=1`);
  await page.goto(host.url.replace("127.0.0.1", "localhost"));
  const embed = page.frameLocator("iframe");
  await editor(embed).waitFor();
  await says(embed, "Ready for offline");

  await site.switchOff();
  await page.reload();
  await editAndRun(embed, "in an embed on another site");
  await host.close();
});

describe("storing", () => {
  test("goes on where a killed browser left it, and is not called ready before all is there", async () => {
    site.bytesPerSecond = 2_000_000;
    await page.goto(`${site.url}${ADDRESS}`);
    await page.getByRole("progressbar", { name: "Stored for offline use" }).waitFor({ timeout: 40_000 });
    await expect.poll(async () => (await storedFiles()).length, { timeout: 20_000 }).toBeGreaterThan(4);
    await says(page, /^Storing [1-9]/);
    await profile.kill();

    page = await profile.launch();
    await page.goto(`${site.url}${ADDRESS}`);
    await editor(page).waitFor();
    const kept = await storedFiles();
    expect(kept.length).toBeGreaterThan(4);
    expect(kept.length).toBeLessThan(build.files.length);
    await says(page, "Not stored for offline");

    site.asked.length = 0;
    await says(page, /^Storing [1-9]/);
    site.bytesPerSecond = null;
    await says(page, "Ready for offline");
    expect(await storedFiles()).toEqual(build.files.map(({ path }) => path));
    const askedAgain = site.asked.map((path) => path.slice(1)).filter((path) => kept.includes(path));
    expect(askedAgain).toEqual([]);
  });

  test("says so when a file cannot be had, and the site works on", async () => {
    const broken = mkdtempSync(join(tmpdir(), "handoff-broken-"));
    cpSync(inject("siteFolder"), broken, { recursive: true });
    rmSync(join(broken, "third-party-notices.txt"));
    site.folder = broken;
    await page.goto(`${site.url}${ADDRESS}`);
    await editor(page).waitFor();
    await status("Some files could not be fetched.");
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    await editAndRun(page, "online only");

    site.folder = inject("siteFolder");
    await page.locator("summary").click();
    await page.getByRole("button", { name: "Try again" }).click();
    await says(page, "Ready for offline");
    rmSync(broken, { recursive: true });
  });

  test("says so when there is no room, and what to do", async () => {
    const session = await page.context().newCDPSession(page);
    const origin = new URL(site.url).origin;
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 4_000_000 });
    await page.goto(`${site.url}${ADDRESS}`);
    await status("The browser has no room left for this site. Free some space, then try again.");
    await editAndRun(page, "without room");

    await session.send("Storage.overrideQuotaForOrigin", { origin });
    await page.locator("summary").click();
    await page.getByRole("button", { name: "Try again" }).click();
    await says(page, "Ready for offline");
  });

  test("is taken back by Remove, and not begun again until it is asked for", async () => {
    await page.goto(`${site.url}${ADDRESS}`);
    await says(page, "Ready for offline");
    await page.locator("summary").click();
    await page.getByRole("button", { name: "Remove" }).click();
    await says(page, "Not stored for offline");
    await expect.poll(storedFiles).toEqual([]);

    await page.reload();
    await editor(page).waitFor();
    // Longer than the page waits for an idle moment.
    await page.waitForTimeout(7000);
    await says(page, "Not stored for offline");
    expect(await storedFiles()).toEqual([]);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );

    await page.locator("summary").click();
    await page.getByRole("button", { name: "Store for offline" }).click();
    await says(page, "Ready for offline");
  });
});

describe("a new version", () => {
  test("is offered, never forced: the open page goes on with its own files until the update is accepted", async () => {
    await page.goto(`${site.url}${ADDRESS}`);
    await says(page, "Ready for offline");
    const next = await nextVersion();
    site.folder = next;
    site.asked.length = 0;
    await page.reload();
    await page.getByText("A new version is ready:").waitFor({ timeout: 40_000 });
    expect(await version()).toBe(null);
    // Only what changed was fetched.
    expect(site.asked).not.toContain(`/${build.files.find(({ path }) => path.endsWith(".wasm"))?.path}`);

    const second = await page.context().newPage();
    await second.goto(site.url);
    await second.getByText("A new version is ready:").waitFor();

    // Accepted in the middle of a run, it waits for the verdict.
    await page.bringToFront();
    await page.evaluate(() => {
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
    await page.getByRole("status").filter({ hasText: "The update waits for the end of the run." }).waitFor();
    await expect.poll(version, { timeout: 30_000 }).toBe("next");
    expect(await page.evaluate(() => sessionStorage.getItem("seen"))).toBe(
      "handoff:run handoff:verdict pagehide ",
    );
    await says(page, "Ready for offline");

    // The other page was not loaded again, and gets files that only the old version has, from its cache.
    expect(await second.evaluate(() => document.documentElement.getAttribute("data-version"))).toBe(null);
    const old = build.files.find(({ path }) => path.startsWith("assets/code-editor-"))?.path ?? "";
    expect(await second.evaluate(async (path) => (await fetch(path)).status, old)).toBe(200);
    expect(site.asked).not.toContain(`/${old}`);
    await second.close();

    // With its last page gone, the old version goes too.
    await page.reload();
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
    await goOffline();
    await page.reload();
    expect(await version()).toBe("next");
    await editAndRun(page, "with the new version");
    rmSync(next, { recursive: true });
  });
});

describe("the stored page", () => {
  test("lets learner code open no connection, not even by preconnect", async () => {
    const connections: string[] = [];
    const listener = createTcpServer((socket) => {
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
      await page.getByRole("tab", { name: "app/page.tsx" }).click();
      await page.getByRole("textbox", { name: "Code editor: app/page.tsx" }).click();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(preconnect);
      await page.getByRole("button", { name: /^Run/ }).click();
      await page.getByRole("tab", { name: /^Console/ }).click();
      await page.getByText("the link is there").first().waitFor();
    };
    await page.goto(`${site.url}${ADDRESS}`);
    // From the network, the header is missing: this is how it looks when it does get out.
    await run();
    await expect.poll(() => connections.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await says(page, "Ready for offline");
    await page.reload();
    connections.length = 0;
    await run();
    // It was seen at once when it got out.
    await page.waitForTimeout(2000);
    expect(connections).toEqual([]);
    await new Promise((resolve) => listener.close(resolve));
  });
});

describe("where nothing can be stored", () => {
  test("an embed that is denied storage says so in a sentence, without an error, and works online", async () => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    // Playwright's Chromium denies storage to frames of other sites, as some people's browsers do.
    const host = await serveHost(`${site.url}${ADDRESS}&embed=1`);
    await page.goto(host.url.replace("127.0.0.1", "localhost"));
    const embed = page.frameLocator("iframe");
    await editor(embed).waitFor();
    await says(embed, "Online only");
    await editAndRun(embed, "online");
    expect(problems).toEqual([]);
    await host.close();
  });

  test("a closed frame says so in a sentence, without an error", async () => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    const host = await serveHost(site.url, `sandbox="allow-scripts"`);
    await page.goto(host.url);
    const embed = page.frameLocator("iframe");
    await says(embed, "Online only");
    await embed.locator("summary").click();
    await embed.getByText("The browser lets this page keep nothing here").waitFor();
    expect(problems).toEqual([]);
    await host.close();
  });
});

/** A lesson page on a port of its own with the site in a frame. */
async function serveHost(address: string, attributes = ""): Promise<{ url: string; close(): Promise<void> }> {
  const html = `<!doctype html><html lang="en"><title>Lesson</title><h1>A lesson</h1>
    <iframe title="Exercise" width="1200" height="700" ${attributes} src="${address.replace("&", "&amp;")}"></iframe>`;
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("The host page could not be served.");
  return {
    url: `http://127.0.0.1:${bound.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
