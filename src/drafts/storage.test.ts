import { describe, expect, it } from "vitest";
import { deferred } from "../base/deferred.ts";
import { NO_DRAFT } from "./draft.ts";
import { MemoryStore } from "./memory-store.ts";
import type { DraftStore } from "./store.ts";
import { NOON, PLACE, settled, STARTER, TestBrowser } from "./test-browser.ts";

describe("a store that is slow", () => {
  async function slow(): Promise<{ browser: TestBrowser; answer: () => Promise<void> }> {
    const browser = new TestBrowser();
    const kept = new MemoryStore();
    await kept.save(
      { ...PLACE, version: "v2", files: { "a.ts": "kept" }, savedAt: NOON, revision: 1, tab: "old" },
      { after: NO_DRAFT, agreed: NO_DRAFT },
    );
    const { promise, resolve } = deferred<void>();
    browser.store = {
      find: async (...call) => {
        await promise;
        return kept.find(...call);
      },
      save: (...call) => kept.save(...call),
      backUp: (...call) => kept.backUp(...call),
      backups: (...call) => kept.backups(...call),
    };
    const answer = (): Promise<void> => {
      resolve();
      return settled();
    };
    return { browser, answer };
  }

  it("lets the exercise open, and its draft comes when nothing was typed", async () => {
    const { browser, answer } = await slow();
    const tab = await browser.open("one");
    expect(tab.texts).toEqual(STARTER);
    await answer();
    expect(tab.texts["a.ts"]).toBe("kept");
    expect(tab.notice).toEqual({ type: "restored", savedAt: NOON });
  });

  it("leaves what was typed, asks, and overwrites nothing", async () => {
    const { browser, answer } = await slow();
    const tab = await browser.open("one");
    tab.type({ "b.ts": "typed" });
    await answer();
    await browser.wait();
    expect(tab.texts).toMatchObject({ "a.ts": "a", "b.ts": "typed" });
    expect(tab.notice).toEqual({ type: "late", savedAt: NOON });
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "kept" } });
    tab.drafts.keepMine();
    await browser.wait();
    expect(await browser.stored()).toMatchObject({ files: { "b.ts": "typed" } });
    expect(await browser.store.backups(PLACE)).toMatchObject([{ files: { "a.ts": "kept" } }]);
  });

  it("is taken for denied when it never answers", async () => {
    const { browser } = await slow();
    const tab = await browser.open("one");
    await browser.wait(10_000);
    expect(tab.notice).toEqual({ type: "denied" });
  });
});

describe("storage that is denied", () => {
  const refusing = (error: Error): DraftStore => {
    const refuse = async (): Promise<never> => {
      throw error;
    };
    return { find: refuse, save: refuse, backUp: refuse, backups: refuse };
  };

  it("is told, and the page works on", async () => {
    const browser = new TestBrowser();
    browser.store = refusing(new DOMException("denied", "SecurityError"));
    const tab = await browser.open("one");
    expect(tab.notice).toEqual({ type: "denied" });
    tab.drafts.dismiss();
    tab.type({ "a.ts": "mine" });
    tab.drafts.saveNow();
    await browser.wait();
    tab.drafts.startFresh();
    await browser.wait();
    tab.drafts.undo();
    expect(tab.texts["a.ts"]).toBe("mine");
    expect(tab.notice).toBeNull();
  });

  it("for want of room is told, tried again with the next change, and taken back when that is kept", async () => {
    const browser = new TestBrowser();
    const kept = browser.store;
    let isFull = true;
    const full = new DOMException("full", "QuotaExceededError");
    browser.store = {
      find: (...call) => kept.find(...call),
      save: (...call) => (isFull ? Promise.reject(full) : kept.save(...call)),
      backUp: (...call) => kept.backUp(...call),
      backups: (...call) => kept.backups(...call),
    };
    const tab = await browser.open("one");
    tab.type({ "a.ts": "mine" });
    await browser.wait();
    expect(tab.notice).toEqual({ type: "full" });
    isFull = false;
    tab.type({ "a.ts": "mine, shorter" });
    await browser.wait();
    expect(tab.notice).toBeNull();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine, shorter" } });
  });
});
