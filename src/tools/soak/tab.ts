/** One tab with the exercise, driven as a person would, and the texts that it has to show. */
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { syncVersionFaults } from "../../handoff/sync-versions.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { Verdict } from "../../wire/verdict.ts";
import { Breach, until, untilEqual } from "./breach.ts";
import type { Edit } from "./edits.ts";
import { surviveFrameCrashes } from "./kills.ts";
import { TabTexts, type Texts } from "./texts.ts";

/** What the page tells of runs since it was loaded. */
type Told = { readonly runIds: string[]; readonly verdicts: Verdict[]; readonly hops: Hop[] };

export class SoakTab {
  readonly page: Page;
  readonly texts: TabTexts;
  told: Told = nothingTold();
  readonly #address: string;

  private constructor(page: Page, address: string, texts: TabTexts) {
    this.page = page;
    this.#address = address;
    this.texts = texts;
  }

  /** Opens a tab and waits until it shows `texts`. */
  static async open(context: BrowserContext, address: string, texts: Texts): Promise<SoakTab> {
    const page = await context.newPage();
    const tab = new SoakTab(page, address, new TabTexts(texts));
    surviveFrameCrashes(page);
    await page.exposeFunction("soakTell", (name: string, value: never) => {
      if (name === "handoff:run") tab.told.runIds.push(value);
      else if (name === "handoff:verdict") tab.told.verdicts.push(value);
      else tab.told.hops.push(...(value as Hop[]));
    });
    await page.addInitScript(() => {
      const { soakTell } = window as unknown as { soakTell: (name: string, value: unknown) => void };
      // Only the page has a document of its own to listen on; the sandbox frames run this too.
      if (window !== top) return;
      for (const name of ["handoff:run", "handoff:verdict", "handoff:hop"])
        document.addEventListener(name, (event) => soakTell(name, (event as CustomEvent<unknown>).detail));
    });
    await page.goto(address);
    await tab.#opened();
    return tab;
  }

  async reload(): Promise<void> {
    await this.page.goto(this.#address);
    this.told = nothingTold();
    this.texts.forgetSteps();
    await this.#opened();
  }

  async #opened(): Promise<void> {
    await this.editor.waitFor({ timeout: 20_000 });
    await this.expectTexts();
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: /^Code editor/ });
  }

  /** The learner's app: the one sandbox frame that is not hidden. */
  get app(): FrameLocator {
    return this.page.frameLocator('iframe[title="Your app"]:not([inert])');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async choose(tab: string): Promise<void> {
    await this.page.getByRole("tab", { name: tab, exact: true }).click();
  }

  /** Puts the caret where the edit begins, and selects what it replaces. */
  async select(path: string, { line, column, lines, characters }: Edit): Promise<void> {
    await this.page.bringToFront();
    await this.choose(path);
    await this.editor.focus();
    // Closes what is offered. To the end and back: undo takes steps apart between which the caret went away.
    await this.#press("Escape", 1);
    await this.#press("ControlOrMeta+End", 1);
    await this.#press("ControlOrMeta+Home", 1);
    await this.#press("ArrowDown", line);
    await this.#press("ArrowRight", column);
    await this.#press("Shift+ArrowDown", lines);
    await this.#press("Shift+ArrowRight", characters);
  }

  async #press(key: string, times: number): Promise<void> {
    for (let count = 0; count < times; count++) await this.page.keyboard.press(key);
  }

  /** Puts an edit's text where the caret is. */
  async write({ how, text }: Edit): Promise<void> {
    if (how === "deleted") await this.page.keyboard.press("Delete");
    else if (how === "typed") await this.page.keyboard.insertText(text);
    else await this.paste(text);
  }

  async selectAll(path: string): Promise<void> {
    await this.choose(path);
    await this.editor.focus();
    await this.#press("Escape", 1);
    await this.#press("ControlOrMeta+a", 1);
  }

  async paste(text: string): Promise<void> {
    await this.editor.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** The text on screen, once it is all there. */
  async read(path: string): Promise<string> {
    await this.choose(path);
    await this.page.getByRole("textbox", { name: `Code editor: ${path}`, exact: true }).waitFor();
    const read = await this.editor.evaluate((element) => ({
      lines: [...element.querySelectorAll(".cm-line")].map(({ textContent }) => textContent),
      hasGap: element.querySelector(".cm-gap") !== null,
    }));
    // Right after another file was chosen, the editor has not drawn every line.
    return read.hasGap ? "(not on the screen whole)" : read.lines.join("\n");
  }

  async expectText(path: string): Promise<void> {
    await this.page.bringToFront();
    await untilEqual({
      what: `${path} is as it was typed`,
      kind: "loss",
      read: () => this.read(path),
      wanted: this.texts.of(path),
    });
  }

  async expectTexts(): Promise<void> {
    for (const path of Object.keys(this.texts.all)) await this.expectText(path);
  }

  /** Presses Run and gives the id of the run that it started. */
  async startRun(): Promise<string> {
    const runs = this.told.runIds.length;
    await this.button(/^Run/).click({ timeout: 5000 });
    const started = await until({
      what: "a run starts",
      read: () => this.told.runIds[runs] ?? null,
      isRight: (id) => id !== null,
      withinMs: 5000,
    });
    return started ?? "";
  }

  hasVerdictOf(runId: string): boolean {
    return this.told.verdicts.some((told) => told.runId === runId);
  }

  /** Whether a client has sent a frame of that kind with that text in it, since the page was loaded. */
  hasSent(type: string, text: string): boolean {
    return this.told.hops.some(
      ({ from, content }) =>
        from === "client" &&
        content.type === "frame" &&
        content.text.includes(`"${type}"`) &&
        content.text.includes(text),
    );
  }

  async verdictOf(runId: string): Promise<Verdict> {
    const verdict = await until({
      what: `the verdict of run ${runId} is out`,
      read: () => this.told.verdicts.find((told) => told.runId === runId) ?? null,
      isRight: (found) => found !== null,
      withinMs: 40_000,
    });
    if (verdict === null) throw new Breach("fault", "There is no verdict.");
    return verdict;
  }

  async expectLamps(clerk: string, convex: string): Promise<void> {
    for (const [lamp, words] of [
      ["Clerk", clerk],
      ["Convex", convex],
    ] as const) {
      await until({
        what: `${lamp}: ${words}`,
        read: async () =>
          (
            await this.page
              .getByText(new RegExp(`^${lamp}: (?:signed|(?:not )?authenticated|loading)`))
              .allTextContents()
          ).join(),
        isRight: (text) => text === `${lamp}: ${words}`,
        withinMs: 15_000,
      });
    }
  }

  /** On every frame since the page was loaded. What is still on its way is waited for. */
  async expectSyncVersions(): Promise<void> {
    await untilEqual({
      what: "the sync protocol's rules are kept",
      read: () => syncVersionFaults(this.told.hops),
      wanted: [],
      withinMs: 5000,
    });
  }
}

function nothingTold(): Told {
  return { runIds: [], verdicts: [], hops: [] };
}
