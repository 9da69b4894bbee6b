/** The browser as the soak has left it, and what has to be true of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { ROOT } from "../bundle.ts";
import { Rows, type Deployed, type Person } from "./rows.ts";
import { SoakTab } from "./tab.ts";
import type { Texts } from "./texts.ts";

const EXERCISE = "identity-handoff";
export const TASKS = "convex/tasks.ts";

const folder = join(ROOT, "exercises", EXERCISE);
const PATHS = [
  TASKS,
  "app/providers.tsx",
  "app/page.tsx",
  "convex/auth.config.ts",
  "convex/schema.ts",
] as const;

export type Path = (typeof PATHS)[number];
export const EDITABLE: readonly [Path, ...Path[]] = PATHS;

export const STARTER: Texts = Object.fromEntries(
  PATHS.map((path) => [path, readFileSync(join(folder, "starter", path), "utf8")]),
);
/** All files of the starter: those that cannot be edited, too. */
export const EXERCISE_FILES: Texts = {
  ...STARTER,
  ".env.local": readFileSync(join(folder, "starter/.env.local"), "utf8"),
};
export const SOLUTION: Texts = {
  ...STARTER,
  [TASKS]: readFileSync(join(folder, "solution", TASKS), "utf8"),
};

export class World {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly origin: string;
  readonly address: string;
  rows = new Rows();
  /** The code of the app that is running, where it is one that shows tasks. */
  running: Deployed | null = null;
  isOffline = false;
  /** Since the first tab was loaded something has been deployed, so the tables are there. */
  hasTables = false;
  /** Revision of the newest stored draft that was seen. */
  revision = 0;
  /** Who was signed in last. */
  person: Person | null = null;
  /** Sentences of what broke the rules that hold at every moment. */
  readonly offences: string[] = [];
  /** What was done, the newest last. */
  readonly trail: string[] = [];
  turn = 0;
  kills = 0;
  /** So many runs may still end in an error for what was killed: a spare that is dead is found out when it is used. */
  debt = 0;
  runs = 0;
  runsLostToKills = 0;

  #tabs: readonly SoakTab[] = [];

  private constructor(browser: Browser, context: BrowserContext, siteUrl: string) {
    this.browser = browser;
    this.context = context;
    this.origin = new URL(siteUrl).origin;
    this.address = `${siteUrl}?exercise=${EXERCISE}`;
    this.watch(context);
  }

  static async open(browser: Browser, siteUrl: string): Promise<World> {
    // High enough that every line of a file is on the screen.
    const context = await browser.newContext({ viewport: { width: 1280, height: 2000 } });
    const world = new World(browser, context, siteUrl);
    world.tabs = [await SoakTab.open(context, world.address, STARTER)];
    return world;
  }

  /** Requests to others, and errors of our own code that nobody caught. */
  watch(context: BrowserContext): void {
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (!["data:", "blob:", "about:"].includes(protocol) && origin !== this.origin)
        this.offences.push(`a request to ${request.url()}`);
    });
    context.on("weberror", (event) => {
      const { stack = "", message } = event.error();
      // The learner's code and its packages may throw as they like: theirs come from the sandbox.
      if (stack.includes(this.origin) || (this.running !== null && !stack.includes("blob:")))
        this.offences.push(`an uncaught error: ${message} ${stack}`);
    });
  }

  get tabs(): readonly SoakTab[] {
    return this.#tabs;
  }

  set tabs(tabs: readonly [SoakTab, ...SoakTab[]]) {
    this.#tabs = tabs;
  }

  /** The first: the one that runs. */
  get tab(): SoakTab {
    const [first] = this.#tabs;
    if (first === undefined) throw new Error("No tab is open.");
    return first;
  }

  note(did: string): void {
    this.trail.push(`${this.turn} ${did}`);
  }

  /** A name that nothing else in the texts has. */
  get token(): string {
    return `soak${this.turn}x`;
  }

  /** A tab's texts have changed, and those of the others follow. */
  async changed(tab: SoakTab, texts: Texts): Promise<void> {
    const paths = EDITABLE.filter((path) => texts[path] !== tab.texts.of(path));
    tab.texts.change(texts);
    await this.followed(tab, paths);
  }

  /** The other tabs come to show what this one does. */
  async followed(tab: SoakTab, paths: readonly Path[]): Promise<void> {
    for (const path of paths) await tab.expectText(path);
    for (const other of this.tabs.filter((one) => one !== tab)) {
      other.texts.change(tab.texts.all);
      for (const path of paths) await other.expectText(path);
      await tab.page.bringToFront();
    }
  }

  /** What the page of the first tab held is gone: rows and runs begin anew. */
  forgetPage(): void {
    this.rows.restore();
    this.running = null;
    this.hasTables = false;
    this.person = null;
    this.debt = 0;
  }

  async closeOthers(): Promise<void> {
    const others = this.#tabs.slice(1);
    this.tabs = [this.tab];
    for (const other of others) await other.page.close();
  }

  async setOffline(isOffline: boolean): Promise<void> {
    this.isOffline = isOffline;
    await this.context.setOffline(isOffline);
  }
}
