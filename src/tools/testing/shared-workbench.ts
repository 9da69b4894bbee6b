/** One workbench for all tests of a file: opening one takes three seconds of processor time, putting it back one. */
import type { Browser, Locator } from "playwright-core";
import { expect } from "vitest";
import { launchChromium, preparePage, type OpenedPage } from "./browser.ts";
import { WorkbenchPage } from "./workbench-page.ts";

export class SharedWorkbench {
  readonly opened: OpenedPage;
  readonly workbench: WorkbenchPage;
  readonly #browser: Browser;

  private constructor(browser: Browser, opened: OpenedPage, workbench: WorkbenchPage) {
    this.#browser = browser;
    this.opened = opened;
    this.workbench = workbench;
  }

  /** On an exercise with its solution, or with `parameters` of its address. */
  static async open(
    siteUrl: string,
    parameters = "identity-handoff&answer=solution",
  ): Promise<SharedWorkbench> {
    const browser = await launchChromium();
    const opened = await preparePage(browser, siteUrl);
    const workbench = await WorkbenchPage.open(opened.page, siteUrl, parameters);
    return new SharedWorkbench(browser, opened, workbench);
  }

  /** With people, sessions, templates, settings, rows and time as they are at first, and the app running. */
  async begin(): Promise<void> {
    await this.restoreRows();
    await this.workbench.run();
  }

  /** The same without the app. */
  async restoreRows(): Promise<void> {
    await this.opened.page.setViewportSize({ width: 1280, height: 800 });
    await this.tab("Preview").click();
    await this.button("Restore rows").click();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    expect(this.opened.foreignRequests).toEqual([]);
    this.workbench.expectSyncVersionsHeld();
  }

  tab(name: string): Locator {
    return this.opened.page.getByRole("tab", { name, exact: true });
  }

  button(name: string): Locator {
    return this.opened.page.getByRole("button", { name, exact: true });
  }

  /** Its controls stay open from one test to the next. */
  async openClock(): Promise<void> {
    if (!(await this.button("To the token's end").isVisible()))
      await this.opened.page.getByText(/^Clock/).click();
  }

  /** In a status of the page. */
  async said(text: string | RegExp): Promise<void> {
    await this.opened.page.getByRole("status").filter({ hasText: text }).waitFor();
  }

  /** In the Clerk pane, which is open. */
  async signInFromPane(name: string): Promise<void> {
    await this.tab("People").click();
    await this.button(`Sign in as ${name}`).click();
    await this.said(`${name} is signed in, in your app.`);
  }
}
