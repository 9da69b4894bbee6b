/** A Chromium with a profile on disk, which can be closed, killed and launched again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { findChromium } from "../chromium.mjs";
import { LAUNCH_ARGUMENTS } from "./browser.ts";

export class Profile {
  readonly #folder = mkdtempSync(join(tmpdir(), "handoff-profile-"));
  readonly #arguments: readonly string[];
  #context: BrowserContext | null = null;

  constructor(launchArguments = LAUNCH_ARGUMENTS) {
    this.#arguments = launchArguments;
  }

  /** Launches the browser on this profile and opens a page. */
  async launch(): Promise<Page> {
    const executablePath = await findChromium();
    if (executablePath === null) throw new Error("No Chromium found. Set CHROME_PATH.");
    const context = await chromium.launchPersistentContext(this.#folder, {
      executablePath,
      args: [...this.#arguments],
      viewport: { width: 1280, height: 800 },
    });
    this.#context = context;
    return context.newPage();
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  /** Ends the browser's own process as a power cut would: nothing is told, nothing is tidied up. */
  async kill(): Promise<void> {
    const context = this.#context;
    const browser = context?.browser();
    if (!context || !browser) throw new Error("There is no browser to kill.");
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const main = processInfo.find(({ type }) => type === "browser");
    if (main === undefined) throw new Error("The browser does not tell its process.");
    const closed = new Promise<void>((resolve) => context.once("close", () => resolve()));
    process.kill(main.id, "SIGKILL");
    await closed;
    this.#context = null;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
