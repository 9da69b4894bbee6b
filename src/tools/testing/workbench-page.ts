/** Drives the workbench as a person would: by roles and names, never by class or id. */
import { expect } from "vitest";
import type { Frame, Locator, Page } from "playwright-core";
import type { Verdict } from "../../wire/verdict.ts";

export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, siteUrl: string, exercise: string): Promise<WorkbenchPage> {
    await page.goto(`${siteUrl}?exercise=${exercise}`);
    await page.getByRole("textbox", { name: /editor|code/i }).waitFor();
    return new WorkbenchPage(page);
  }

  /** Presses Run and waits for the verdict, which the workbench publishes as an event on the document. */
  async run(): Promise<Verdict> {
    const verdict = this.nextVerdict();
    await this.page.getByRole("button", { name: /^Run/ }).click();
    return verdict;
  }

  nextVerdict(): Promise<Verdict> {
    return this.page.evaluate(
      () =>
        new Promise<Verdict>((resolve) => {
          document.addEventListener(
            "handoff:verdict",
            (event) => resolve((event as CustomEvent<Verdict>).detail),
            {
              once: true,
            },
          );
        }),
    );
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name, exact: false }).first().click();
  }

  /** Replaces the whole text of a file by typing over it. */
  async replaceFile(path: string, text: string): Promise<void> {
    await this.page.getByRole("tab", { name: path }).click();
    const editor = this.page.getByRole("textbox", { name: /editor|code/i });
    await editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** The learner's app as the page shows it. */
  async app(): Promise<Frame> {
    const handle = await this.page.locator("iframe.sandbox-frame:not([inert])").elementHandle();
    const frame = await handle?.contentFrame();
    if (!frame) throw new Error("No app is shown.");
    return frame;
  }

  lamp(name: "Clerk" | "Convex"): Locator {
    return this.page.getByText(new RegExp(`^${name}: `));
  }

  async expectLamp(name: "Clerk" | "Convex", state: string): Promise<void> {
    await expect
      .poll(() => this.lamp(name).first().textContent(), { timeout: 5000 })
      .toContain(`${name}: ${state}`);
  }
}
