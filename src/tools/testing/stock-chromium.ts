/**
 * A Chromium started as a person would, without the switches by which Playwright changes what frames of other sites may
 * store. In it, an embed has a storage of its own under each host site.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { findChromium } from "../chromium.mjs";
import { LAUNCH_ARGUMENTS } from "./browser.ts";

export type StockChromium = {
  readonly page: Page;
  /** Closes the browser and launches it again on the same profile; gives its new page. */
  relaunch(): Promise<Page>;
  close(): Promise<void>;
};

export async function launchStockChromium(): Promise<StockChromium> {
  const folder = mkdtempSync(join(tmpdir(), "handoff-stock-"));
  let running = await launch(folder);
  return {
    page: running.page,
    async relaunch() {
      await running.close();
      running = await launch(folder);
      return running.page;
    },
    async close() {
      await running.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function launch(folder: string): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const executable = await findChromium();
  if (executable === null) throw new Error("No Chromium found. Set CHROME_PATH.");
  // The browser writes its port here when it listens: the file is there before the port is in it.
  const portFile = join(folder, "DevToolsActivePort");
  rmSync(portFile, { force: true });
  const process = spawn(
    executable,
    [...LAUNCH_ARGUMENTS, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${folder}`],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => process.once("exit", () => resolve()));
  const portSoFar = (): string =>
    existsSync(portFile) ? (/^\d+(?=\n)/.exec(readFileSync(portFile, "utf8"))?.[0] ?? "") : "";
  try {
    await expect.poll(portSoFar, { timeout: 20_000 }).not.toBe("");
  } catch (error) {
    process.kill();
    throw error;
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${portSoFar()}`);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error("The browser has no profile.");
  return {
    page: await context.newPage(),
    async close() {
      const session = await browser.newBrowserCDPSession();
      await session.send("Browser.close");
      await ended;
    },
  };
}
