/** A site that can be switched off and a browser with a profile: what the tests of offline use begin with. */
import { createServer } from "node:http";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { readAnswers } from "../exercises/read.ts";
import { Profile } from "./profile.ts";
import { SwitchedSite } from "./switched-site.ts";

export const ADDRESS = "?exercise=identity-handoff";

/** The workbench, in the page itself or in a frame of a host page. */
type Place = Page | FrameLocator;

export class OfflineStage {
  readonly site: SwitchedSite;
  readonly profile: Profile;
  page: Page;

  private constructor(site: SwitchedSite, profile: Profile, page: Page) {
    this.site = site;
    this.profile = profile;
    this.page = page;
  }

  static async open(folder: string): Promise<OfflineStage> {
    const profile = new Profile();
    return new OfflineStage(await SwitchedSite.open(folder), profile, await profile.launch());
  }

  async close(): Promise<void> {
    await this.profile.remove();
    await this.site.switchOff();
  }

  /** Opens the exercise in the page. */
  async visit(): Promise<void> {
    await this.page.goto(`${this.site.url}${ADDRESS}`);
    await editor(this.page).waitFor();
  }

  /** Nothing under the site's address answers any more, and the browser knows of no network. */
  async goOffline(): Promise<void> {
    await this.site.switchOff();
    await this.page.context().setOffline(true);
    await expect(fetch(this.site.url)).rejects.toThrow("fetch failed");
  }

  /** An edit makes the compiler work: nothing of it was made at build time. Waits until every check has passed. */
  async editAndRun(place: Place, comment: string): Promise<void> {
    const solution = (await readAnswers("identity-handoff")).solution["convex/tasks.ts"] ?? "";
    await editor(place).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(`${solution}\n// ${comment}\n`);
    await place.getByRole("button", { name: /^Run/ }).click();
    await place.getByText(/^Run \d+: (\d+) of \1 checks passed$/).waitFor({ timeout: 30_000 });
  }

  /** Waits until a screen reader is told this. */
  async announces(text: string): Promise<void> {
    await this.page.getByRole("status").filter({ hasText: text }).waitFor({ timeout: 40_000 });
  }

  /** Paths of everything in the origin's caches, sorted. */
  storedFiles(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const paths: string[] = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys())
          paths.push(new URL(url).pathname.slice(1));
      }
      return paths.toSorted();
    });
  }

  registrations(): Promise<number> {
    return this.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  }
}

export function editor(place: Place): Locator {
  return place.getByRole("textbox", { name: "Code editor: convex/tasks.ts" });
}

/** Waits until the control's one line reads so. */
export async function says(place: Place, text: string | RegExp): Promise<void> {
  await place.locator("summary").filter({ hasText: text }).waitFor({ timeout: 40_000 });
}

/** A lesson page on a port of its own with `address` in a frame. */
export async function serveHost(
  address: string,
  attributes = "",
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const html = `<!doctype html><html lang="en"><title>Lesson</title><h1>A lesson</h1>
    <iframe title="Exercise" width="1200" height="700" ${attributes} src="${address.replace("&", "&amp;")}"></iframe>`;
  const server = createServer((_, response) => {
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
