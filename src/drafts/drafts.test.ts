import { describe, expect, it } from "vitest";
import { PLACE, settled, STARTER, TestBrowser, type TestTab } from "./test-browser.ts";

describe("a draft", () => {
  it("is saved 300 ms after a change, with only the files that differ", async () => {
    const browser = new TestBrowser();
    const tab = await browser.open("one");
    tab.type({ "a.ts": "mine", "fixed.ts": "never" });
    await browser.wait(299);
    expect(await browser.stored()).toBeNull();
    await browser.wait(1);
    expect(await browser.stored()).toEqual({
      ...PLACE,
      version: "v2",
      files: { "a.ts": "mine" },
      savedAt: browser.clock.now(),
      revision: 1,
      tab: "one",
    });
    expect(tab.notice).toBeNull();
  });

  it("is saved at once before something the page may not outlive", async () => {
    const browser = new TestBrowser();
    const tab = await browser.open("one");
    tab.type({ "a.ts": "mine" });
    tab.drafts.saveNow();
    await settled();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine" } });
    await browser.wait();
    expect(await browser.stored()).toMatchObject({ revision: 1 });
  });

  it("is restored, and says from when it is", async () => {
    const browser = new TestBrowser();
    (await browser.open("one")).type({ "b.ts": "mine" });
    await browser.wait(300);
    const savedAt = browser.clock.now();
    const tab = await browser.open("two");
    expect(tab.texts).toEqual({ ...STARTER, "b.ts": "mine" });
    expect(tab.notice).toEqual({ type: "restored", savedAt });
    tab.drafts.dismiss();
    expect(tab.notice).toBeNull();
  });

  it("starts fresh with a backup, and undo brings it back", async () => {
    const browser = new TestBrowser();
    (await browser.open("one")).type({ "b.ts": "mine" });
    await browser.wait();
    const tab = await browser.open("two");
    tab.drafts.startFresh();
    await settled();
    expect(tab.texts).toEqual(STARTER);
    expect(tab.notice).toEqual({ type: "fresh" });
    expect(await browser.stored()).toMatchObject({ files: {}, revision: 2 });
    expect(await browser.store.backups(PLACE)).toMatchObject([{ files: { "b.ts": "mine" } }]);
    expect((await browser.open("three")).notice).toBeNull();

    tab.drafts.undo();
    await settled();
    expect(tab.texts["b.ts"]).toBe("mine");
    expect(tab.notice).toBeNull();
    expect(await browser.stored()).toMatchObject({ files: { "b.ts": "mine" }, revision: 3 });
  });

  it("that starts fresh offers no undo that would cost what was typed since", async () => {
    const browser = new TestBrowser();
    (await browser.open("one")).type({ "b.ts": "mine" });
    await browser.wait();
    const tab = await browser.open("two");
    tab.drafts.startFresh();
    tab.type({ "a.ts": "new" });
    expect(tab.notice).toBeNull();
  });

  it("is not saved where nothing may be edited, and is shown there", async () => {
    const browser = new TestBrowser();
    (await browser.open("one")).type({ "a.ts": "mine" });
    await browser.wait();
    const tab = await browser.open("two", { isReadOnly: true });
    expect(tab.texts["a.ts"]).toBe("mine");
    tab.type({ "a.ts": "the host's" });
    tab.drafts.saveNow();
    await browser.wait();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine" } });
  });

  it("of an earlier version is offered, used on request, and kept", async () => {
    const browser = new TestBrowser();
    const old = await browser.open("one", { version: "v1" });
    old.type({ "a.ts": "old" });
    await browser.wait();
    const tab = await browser.open("two");
    expect(tab.texts).toEqual(STARTER);
    expect(tab.notice).toMatchObject({ type: "earlier" });
    tab.drafts.useEarlier();
    await settled();
    expect(tab.texts["a.ts"]).toBe("old");
    expect(tab.notice).toEqual({ type: "used" });
    expect(await browser.stored()).toMatchObject({ version: "v2", files: { "a.ts": "old" } });
    expect(await browser.stored("v1")).toMatchObject({ version: "v1", files: { "a.ts": "old" } });
    tab.drafts.undo();
    expect(tab.texts).toEqual(STARTER);
  });
});

describe("code that came with a link", () => {
  async function opened(): Promise<{ browser: TestBrowser; tab: TestTab }> {
    const browser = new TestBrowser();
    (await browser.open("one")).type({ "a.ts": "mine" });
    await browser.wait();
    const tab = await browser.open("two");
    tab.isForeign = true;
    tab.type({ "a.ts": "theirs" });
    await browser.wait();
    tab.drafts.saveNow();
    await tab.drafts.look();
    await browser.wait();
    expect(tab.texts["a.ts"]).toBe("theirs");
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine" } });
    return { browser, tab };
  }

  it("is not saved, and what was there before is still the draft", async () => {
    const { browser, tab } = await opened();
    tab.isForeign = false;
    tab.type({ "a.ts": "mine" });
    await browser.wait();
    expect(tab.notice).toMatchObject({ type: "restored" });
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine" }, revision: 1 });
  });

  it("is saved once it is the person's own, with a backup of what was there before", async () => {
    const { browser, tab } = await opened();
    tab.isForeign = false;
    tab.type({ "a.ts": "theirs, changed" });
    await browser.wait();
    expect(tab.notice).toEqual({ type: "aside" });
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "theirs, changed" } });
    expect(await browser.store.backups(PLACE)).toMatchObject([{ files: { "a.ts": "mine" } }]);
  });

  async function adopted(): Promise<{ browser: TestBrowser; tab: TestTab }> {
    const { browser, tab } = await opened();
    tab.isForeign = false;
    // As Run does: nothing is typed, and the page may not outlive what comes.
    tab.drafts.changed();
    tab.drafts.saveNow();
    await browser.wait();
    return { browser, tab };
  }

  it("gives way to the person's own code again, which can be undone", async () => {
    const { browser, tab } = await adopted();
    tab.drafts.useAside();
    await settled();
    expect([tab.texts["a.ts"], tab.notice]).toEqual(["mine", { type: "returned" }]);
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "mine" } });
    tab.drafts.undo();
    await settled();
    expect([tab.texts["a.ts"], tab.notice]).toEqual(["theirs", null]);
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "theirs" } });
  });

  it("does so in a later visit too, until a person has read that it can", async () => {
    const { browser, tab } = await adopted();
    tab.type({ "a.ts": "theirs, changed" });
    await browser.wait();
    const later = await browser.open("three");
    expect([later.texts["a.ts"], later.notice]).toEqual(["theirs, changed", { type: "aside" }]);
    later.drafts.dismiss();
    await settled();
    expect(later.notice).toMatchObject({ type: "restored" });
    expect((await browser.open("four")).notice).toMatchObject({ type: "restored" });

    const { browser: other } = await adopted();
    const second = await other.open("three");
    second.drafts.useAside();
    await settled();
    expect([second.texts["a.ts"], second.notice]).toEqual(["mine", { type: "returned" }]);
    expect((await other.open("four")).notice).toMatchObject({ type: "restored" });
  });

  it("says nothing of code that was put aside where there was none", async () => {
    const browser = new TestBrowser();
    const tab = await browser.open("one");
    tab.isForeign = true;
    tab.type({ "a.ts": "theirs" });
    tab.isForeign = false;
    tab.type({ "a.ts": "theirs, changed" });
    await browser.wait();
    expect(tab.notice).toBeNull();
    expect((await browser.open("two")).notice).toMatchObject({ type: "restored" });
  });
});

describe("two tabs", () => {
  it("follow each other while one of them has nothing of its own", async () => {
    const browser = new TestBrowser();
    const [one, two] = [await browser.open("one"), await browser.open("two")];
    one.type({ "a.ts": "first" });
    await browser.wait();
    expect(two.texts["a.ts"]).toBe("first");
    expect(two.notice).toEqual({ type: "followed" });
    two.type({ "a.ts": "second" });
    await browser.wait();
    expect(two.notice).toBeNull();
    expect(one.texts["a.ts"]).toBe("second");
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "second" }, revision: 2 });
  });

  async function inConflict(): Promise<{ browser: TestBrowser; one: TestTab; two: TestTab }> {
    const browser = new TestBrowser();
    const [one, two] = [await browser.open("one"), await browser.open("two")];
    one.type({ "a.ts": "ones" });
    browser.clock.advance(100);
    two.type({ "a.ts": "twos" });
    await browser.wait();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "ones" } });
    expect(one.notice).toBeNull();
    expect(two.notice).toEqual({ type: "conflict" });
    expect(two.texts["a.ts"]).toBe("twos");
    return { browser, one, two };
  }

  it("that both have changes ask, and save nothing over the newer draft meanwhile", async () => {
    const { browser, two } = await inConflict();
    two.type({ "a.ts": "twos, still typing" });
    await browser.wait();
    two.drafts.saveNow();
    await settled();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "ones" } });
    expect((await browser.store.backups(PLACE)).at(-1)).toMatchObject({
      files: { "a.ts": "twos, still typing" },
    });
  });

  it("take the newer code on request, which can be undone", async () => {
    const { browser, one, two } = await inConflict();
    two.drafts.takeNewer();
    await browser.wait();
    expect(two.texts["a.ts"]).toBe("ones");
    expect(two.notice).toEqual({ type: "taken" });
    two.drafts.undo();
    await browser.wait();
    expect(two.texts["a.ts"]).toBe("twos");
    expect(one.texts["a.ts"]).toBe("twos");
    expect(await browser.store.backups(PLACE)).toContainEqual(
      expect.objectContaining({ files: { "a.ts": "ones" } }),
    );
  });

  it("keep mine on request: it is the newest, and the other one a backup", async () => {
    const { browser, one, two } = await inConflict();
    two.drafts.keepMine();
    await browser.wait();
    expect(two.notice).toBeNull();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "twos" }, tab: "two" });
    expect(one.texts["a.ts"]).toBe("twos");
    expect(one.notice).toEqual({ type: "followed" });
    expect(await browser.store.backups(PLACE)).toContainEqual(
      expect.objectContaining({ files: { "a.ts": "ones" } }),
    );
  });

  it("that cannot hear each other never overwrite the newer draft, and find it when they look", async () => {
    const browser = new TestBrowser();
    const one = await browser.open("one", { isDeaf: true });
    const two = await browser.open("two", { isDeaf: true });
    const three = await browser.open("three", { isDeaf: true });
    one.type({ "a.ts": "ones" });
    await browser.wait();
    two.type({ "a.ts": "twos" });
    await browser.wait();
    expect(two.notice).toEqual({ type: "conflict" });
    expect(three.texts).toEqual(STARTER);
    await three.drafts.look();
    expect(three.texts["a.ts"]).toBe("ones");
    expect(three.notice).toEqual({ type: "followed" });
  });

  it("with the same code have nothing to ask", async () => {
    const browser = new TestBrowser();
    const [one, two] = [await browser.open("one"), await browser.open("two")];
    one.type({ "a.ts": "same" });
    two.type({ "a.ts": "same" });
    await browser.wait();
    expect([one.notice, two.notice]).toEqual([null, null]);
    two.type({ "a.ts": "more" });
    await browser.wait();
    expect(await browser.stored()).toMatchObject({ files: { "a.ts": "more" } });
  });
});
