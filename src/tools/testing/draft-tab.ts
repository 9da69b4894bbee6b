/** Tabs with the exercise, and what is stored of its drafts, as the tests of drafts need them. */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect, inject } from "vitest";

const ADDRESS = `${inject("siteUrl")}?exercise=identity-handoff`;

/** One tab with the exercise. */
export class DraftTab {
  readonly page: Page;
  /** Uncaught errors, and whatever is written to the console. */
  readonly noise: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.noise.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.noise.push(message.text());
    });
  }

  static async open(context: BrowserContext, parameters = ""): Promise<DraftTab> {
    const tab = new DraftTab(await context.newPage());
    await tab.visit(parameters);
    return tab;
  }

  async visit(parameters = ""): Promise<void> {
    await this.page.goto(`${ADDRESS}${parameters}`);
    await this.editor.waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.editor.waitFor();
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: "Code editor: convex/tasks.ts" });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Puts a line before the code, as a person would. */
  async type(line: string): Promise<void> {
    await this.showCode();
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+Home");
    await this.page.keyboard.insertText(`${line}\n`);
  }

  async showCode(): Promise<void> {
    const code = this.page.getByRole("tab", { name: "Code", exact: true });
    if (await code.isVisible()) await code.click();
  }

  async says(text: string | RegExp): Promise<void> {
    await this.page.getByRole("status").filter({ hasText: text }).waitFor();
  }

  async firstLine(line: string): Promise<void> {
    await expect.poll(() => this.editor.locator(".cm-line").first().textContent()).toBe(line);
  }

  /** What the browser keeps, whoever saved it. */
  stored(): Promise<{ files: Record<string, string> }[]> {
    return this.page.evaluate(async () => {
      const asPromise = <Value>(request: IDBRequest<Value>): Promise<Value> =>
        new Promise((resolve, reject) => {
          request.addEventListener("success", () => resolve(request.result));
          request.addEventListener("error", () => reject(new Error(String(request.error))));
        });
      const database = await asPromise(indexedDB.open("handoff-drafts"));
      const store = database.transaction("drafts").objectStore("drafts");
      const drafts = await asPromise(store.getAll());
      database.close();
      return drafts as { files: Record<string, string> }[];
    });
  }

  async isStored(line: string): Promise<void> {
    await expect
      .poll(async () => (await this.stored()).map(({ files }) => files["convex/tasks.ts"]?.split("\n")[0]))
      .toEqual([line]);
  }
}

/** Two tabs that cannot hear each other, each with a change of its own; the second is asked. */
export async function openInConflict(context: BrowserContext): Promise<{ one: DraftTab; two: DraftTab }> {
  await context.addInitScript(() => Reflect.deleteProperty(window, "BroadcastChannel"));
  const [one, two] = [await DraftTab.open(context), await DraftTab.open(context)];
  await one.type("// from one");
  await one.isStored("// from one");
  await two.type("// from two");
  await two.says("This exercise is also open in another tab, which has newer changes.");
  await two.firstLine("// from two");
  await one.isStored("// from one");
  return { one, two };
}

/** Changes every stored draft behind the site's back, and opens the exercise again. */
export async function rewrite(tab: DraftTab, how: "older" | "damaged"): Promise<void> {
  // Away from the exercise, which would save once more as it is left.
  await tab.page.goto(inject("siteUrl"));
  await tab.page.getByRole("link", { name: "The identity handoff" }).waitFor();
  await tab.page.evaluate(
    (wanted) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("handoff-drafts");
        opening.addEventListener("success", () => {
          const transaction = opening.result.transaction("drafts", "readwrite");
          const store = transaction.objectStore("drafts");
          const reading = store.openCursor();
          reading.addEventListener("success", () => {
            const cursor = reading.result;
            if (cursor === null) return;
            const draft = cursor.value as { exercise: string; key: string; revision: number };
            if (wanted === "damaged") cursor.update({ ...draft, files: "nonsense" });
            else {
              cursor.delete();
              store.put({ ...draft, version: "!" }, [draft.exercise, draft.key, "!", draft.revision]);
            }
            if (wanted === "damaged") cursor.continue();
          });
          transaction.addEventListener("complete", () => {
            opening.result.close();
            resolve();
          });
          transaction.addEventListener("abort", () => reject(new Error("The drafts were not rewritten.")));
        });
      }),
    how,
  );
  await tab.visit();
}

export function denyStorage(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  });
}
