/** Drives the workbench as a person would: by roles and names, never by class or id. */
import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { syncVersionFaults } from "../../handoff/sync-versions.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { Verdict } from "../../wire/verdict.ts";

export class WorkbenchPage {
  readonly page: Page;
  /** Every hop seen, of the app and of the checks. */
  readonly hops: Hop[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, siteUrl: string, exercise: string): Promise<WorkbenchPage> {
    const workbench = new WorkbenchPage(page);
    await page.exposeFunction("testHops", (hops: Hop[]) => void workbench.hops.push(...hops));
    await page.addInitScript(() => {
      const { testHops } = window as unknown as { testHops: (hops: unknown) => void };
      // Only the page has a document of its own to listen on; the sandbox frames run this too.
      if (window === top) {
        document.addEventListener("handoff:hop", (event) => testHops((event as CustomEvent<unknown>).detail));
      }
    });
    await page.goto(`${siteUrl}?exercise=${exercise}`);
    await workbench.editor.waitFor();
    return workbench;
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: /^Code editor/ });
  }

  /** The learner's app: the one sandbox frame that is not hidden. */
  get app(): FrameLocator {
    return this.page.frameLocator('iframe[title="Your app"]:not([inert])');
  }

  /** The frame of the app that is there now: code can be evaluated in it. The next run has another. */
  async appFrame(): Promise<Frame> {
    const frame = await (await this.app.owner().elementHandle())?.contentFrame();
    if (!frame) throw new Error("There is no app in front.");
    return frame;
  }

  /** Presses Run and waits for the verdict. */
  async run(): Promise<Verdict> {
    return (await this.pressRun()).verdict;
  }

  /** Settles when Run has been pressed: other actions may follow while the verdict is awaited. */
  async pressRun(): Promise<{ readonly verdict: Promise<Verdict> }> {
    const verdict = this.nextVerdict();
    await this.page.getByRole("button", { name: /^Run/ }).click();
    return { verdict };
  }

  nextVerdict(): Promise<Verdict> {
    return this.page.evaluate(
      () =>
        new Promise<Verdict>((resolve) => {
          const tell = (event: Event): void => resolve((event as CustomEvent<Verdict>).detail);
          document.addEventListener("handoff:verdict", tell, { once: true });
        }),
    );
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  }

  /** In the bar of a narrow page, where one view is shown at a time. A wide one has panes of the same names. */
  async openView(name: string): Promise<void> {
    await this.page
      .getByRole("tablist", { name: "Views" })
      .getByRole("tab", { name: new RegExp(`^${name}`) })
      .click();
  }

  /** Replaces the whole text of a file through the editor, as pasting does. */
  async replaceFile(path: string, text: string): Promise<void> {
    await this.page.getByRole("tab", { name: path }).click();
    await this.page.getByRole("textbox", { name: `Code editor: ${path}` }).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  async editFile(path: string, text: string, from: string, to: string): Promise<void> {
    if (!text.includes(from)) throw new Error(`${path} does not hold: ${from}`);
    await this.replaceFile(path, text.replace(from, to));
  }

  async signInAs(name: string): Promise<void> {
    await this.app.getByRole("button", { name: "Sign in" }).click();
    await this.app.getByRole("button", { name: `Continue as ${name}` }).click();
  }

  /** Texts of the app's list of tasks, once there are `count`. */
  async tasks(count: number): Promise<string[]> {
    const items = this.app.getByRole("listitem");
    let texts: string[] = [];
    // Counted and read at once: right after sign-in the real client renews its token, and the list may flash.
    const readCount = async (): Promise<number> => (texts = await items.allTextContents()).length;
    await expect.poll(readCount, { timeout: 10_000 }).toBe(count);
    return texts;
  }

  async expectLamps(clerk: string, convex: string): Promise<void> {
    await this.page.getByText(`Clerk: ${clerk}`, { exact: true }).waitFor({ timeout: 10_000 });
    await this.page.getByText(`Convex: ${convex}`, { exact: true }).waitFor({ timeout: 10_000 });
  }

  /** The rules of the sync protocol's versions, on every frame seen since the page was opened. */
  expectSyncVersionsHeld(): void {
    expect(this.hops.some(({ content }) => content.type === "frame")).toBe(true);
    expect(syncVersionFaults(this.hops)).toEqual([]);
  }
}
