/** For tests: tabs of one browser without a page, whose clock is moved by hand. */
import { ManualClock } from "../base/clock.ts";
import type { SourceFiles } from "../wire/compiler.ts";
import type { Draft, DraftedExercise } from "./draft.ts";
import { Drafts } from "./drafts.ts";
import { MemoryStore } from "./memory-store.ts";
import type { Notice } from "./notices.ts";
import type { DraftStore } from "./store.ts";
import type { Saved, Tabs } from "./tabs.ts";

const EXERCISE: DraftedExercise = {
  id: "identity-handoff",
  version: "v2",
  files: [
    { path: "a.ts", starter: "a", editable: true },
    { path: "b.ts", starter: "b", editable: true },
    { path: "fixed.ts", starter: "fixed", editable: false },
  ],
};
export const STARTER: SourceFiles = { "a.ts": "a", "b.ts": "b", "fixed.ts": "fixed" };
export const PLACE = { exercise: EXERCISE.id, key: "" };
export const NOON = new Date(2026, 10, 23, 12).getTime();

/** One browser: a clock, a store, and tabs that hear each other unless they are deaf. */
export class TestBrowser {
  readonly clock = new ManualClock(NOON);
  store: DraftStore = new MemoryStore();
  readonly #listeners = new Map<string, (saved: Saved) => void>();

  async open(name: string, { version = "v2", isDeaf = false, isReadOnly = false } = {}): Promise<TestTab> {
    const tabs: Tabs = {
      tell: (draft) => {
        if (isDeaf) return;
        for (const [other, listener] of this.#listeners) if (other !== name) listener(draft);
      },
      listen: (listener) => void (isDeaf || this.#listeners.set(name, listener)),
    };
    const tab = new TestTab(this, name, { ...EXERCISE, version }, tabs, isReadOnly);
    const restored = tab.drafts.restore();
    await settled();
    this.clock.advance(400);
    await restored;
    tab.attach();
    return tab;
  }

  async wait(ms = 1_000): Promise<void> {
    this.clock.advance(ms);
    await settled();
  }

  async stored(version = "v2"): Promise<Draft | null> {
    return (await this.store.find(PLACE, version)).draft;
  }
}

export class TestTab {
  texts: SourceFiles = STARTER;
  notice: Notice | null = null;
  isForeign = false;
  readonly drafts: Drafts;
  readonly #isReadOnly: boolean;

  constructor(browser: TestBrowser, tab: string, exercise: DraftedExercise, tabs: Tabs, isReadOnly: boolean) {
    this.#isReadOnly = isReadOnly;
    const { clock, store } = browser;
    this.drafts = new Drafts({
      exercise,
      key: "",
      tab,
      store,
      fallback: new MemoryStore(),
      tabs,
      clock,
      timers: clock,
      show: (notice) => (this.notice = notice),
    });
  }

  attach(): void {
    this.drafts.attach({
      texts: () => this.texts,
      replace: (texts) => this.type(texts),
      isReadOnly: () => this.#isReadOnly,
      isForeign: () => this.isForeign,
    });
  }

  type(texts: SourceFiles): void {
    this.texts = { ...this.texts, ...texts };
    this.drafts.changed();
  }
}

/** Everything that waits on promises alone has happened. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
}
