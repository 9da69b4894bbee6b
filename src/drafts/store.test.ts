import { IDBFactory as FreshFactory, IDBKeyRange } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../base/clock.ts";
import { failure, success } from "../base/result.ts";
import { NO_DRAFT, type Draft } from "./draft.ts";
import { DATABASE, IndexedStore } from "./indexed-store.ts";
import { MemoryStore } from "./memory-store.ts";
import { nameOf, PartingDrafts, type PlainStorage } from "./parting-drafts.ts";
import type { DraftStore } from "./store.ts";

const PLACE = { exercise: "identity-handoff", key: "" };

function draftOf(changes: Partial<Draft> = {}): Draft {
  const { revision = 1, tab = "one" } = changes;
  return {
    ...PLACE,
    version: "v1",
    files: { "convex/tasks.ts": `// ${tab} ${revision}` },
    savedAt: 1_000 + revision,
    revision,
    tab,
    ...changes,
  };
}

const first = { after: NO_DRAFT, agreed: NO_DRAFT };
const following = (draft: Draft) => ({ after: draft, agreed: draft });

beforeEach(() => {
  globalThis.indexedDB = new FreshFactory();
  globalThis.IDBKeyRange = IDBKeyRange;
});

/** What a page's `localStorage` does. */
class TestStorage implements PlainStorage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.#items.set(name, value);
  }
  removeItem(name: string): void {
    this.#items.delete(name);
  }
}

const openIndexed = (storage: () => PlainStorage = () => new TestStorage()): IndexedStore =>
  new IndexedStore(new ManualClock(5_000), new PartingDrafts(storage));

const stores: [string, () => DraftStore][] = [
  ["IndexedDB", () => openIndexed()],
  ["memory", () => new MemoryStore()],
];

describe.each(stores)("a store in %s", (_, open) => {
  it("finds nothing before anything was saved", async () => {
    expect(await open().find(PLACE, "v1")).toEqual({ draft: null, earlier: null, damaged: 0 });
  });

  it("finds what was saved last", async () => {
    const store = open();
    const [one, two] = [draftOf(), draftOf({ revision: 2 })];
    expect(await store.save(one, first)).toEqual(success(null));
    expect(await store.save(two, following(one))).toEqual(success(null));
    expect((await store.find(PLACE, "v1")).draft).toEqual(two);
  });

  it("never replaces a draft that the saver has not seen", async () => {
    const store = open();
    const [mine, theirs] = [draftOf(), draftOf({ revision: 2, tab: "two" })];
    await store.save(mine, first);
    await store.save(theirs, following(mine));
    expect(await store.save(draftOf({ revision: 2 }), following(mine))).toEqual(failure(theirs));
    // The same number, saved by somebody else, is not the same draft.
    const stale = { after: { revision: 2, tab: "one" }, agreed: mine };
    expect(await store.save(draftOf({ revision: 3 }), stale)).toEqual(failure(theirs));
    expect((await store.find(PLACE, "v1")).draft).toEqual(theirs);
  });

  it("lets one of two win that save at once", async () => {
    const store = open();
    const outcomes = await Promise.all(["one", "two"].map((tab) => store.save(draftOf({ tab }), first)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("keeps apart exercises, keys and versions", async () => {
    const store = open();
    const others = [
      draftOf({ exercise: "other" }),
      draftOf({ key: "chapter-2" }),
      draftOf({ version: "v2" }),
    ];
    for (const other of others) expect((await store.save(other, first)).ok).toBe(true);
    expect((await store.find(PLACE, "v1")).draft).toBeNull();
    expect((await store.find({ ...PLACE, key: "chapter-2" }, "v1")).draft).toEqual(others[1]);
  });

  it("tells the newest draft of an earlier version", async () => {
    const store = open();
    await store.save(draftOf({ version: "v0", savedAt: 10 }), first);
    await store.save(draftOf({ version: "v3", savedAt: 5 }), first);
    expect(await store.find(PLACE, "v1")).toMatchObject({ draft: null, earlier: { version: "v0" } });
  });

  it("backs up what is replaced on request, and keeps the last five", async () => {
    const store = open();
    let last = draftOf();
    await store.save(last, first);
    for (let revision = 2; revision <= 8; revision += 1) {
      const next = draftOf({ revision });
      await store.save(next, { ...following(last), backsUp: true });
      last = next;
    }
    expect((await store.backups(PLACE)).map(({ revision }) => revision)).toEqual([3, 4, 5, 6, 7]);
    expect(await store.backups({ ...PLACE, key: "other" })).toEqual([]);
  });
});

describe("IndexedDB", () => {
  const open = openIndexed;
  const database = () => openDB(DATABASE);

  it("takes an urgent save without an answer", async () => {
    const store = open();
    await store.save(draftOf(), first);
    const two = draftOf({ revision: 2 });
    await store.save(two, { ...following(draftOf()), isUrgent: true });
    expect((await open().find(PLACE, "v1")).draft).toEqual(two);
    expect(await (await database()).count("drafts")).toBe(1);
  });

  it("keeps the newer draft when a stale tab saves urgently, and the stale one as a backup", async () => {
    const store = open();
    const [mine, theirs] = [draftOf(), draftOf({ revision: 2, tab: "two" })];
    await store.save(mine, first);
    await store.save(theirs, following(mine));
    const newest = draftOf({ revision: 3, tab: "two" });
    await store.save(newest, following(theirs));
    const stale = draftOf({ revision: 2 });
    expect(await store.save(stale, { ...following(mine), isUrgent: true })).toEqual(failure(newest));
    expect((await store.find(PLACE, "v1")).draft).toEqual(newest);
    expect(await store.backups(PLACE)).toEqual([stale]);
    expect(await (await database()).getAll("drafts")).toEqual([newest]);
  });

  it("keeps the stored draft when an urgent save has its number", async () => {
    const store = open();
    const [mine, theirs] = [draftOf(), draftOf({ revision: 2, tab: "two" })];
    await store.save(mine, first);
    await store.save(theirs, following(mine));
    const stale = { ...following(mine), isUrgent: true };
    expect(await store.save(draftOf({ revision: 2 }), stale)).toEqual(failure(theirs));
    expect((await store.find(PLACE, "v1")).draft).toEqual(theirs);
  });

  it("does not remove another tab's draft with an urgent save that goes ahead of it", async () => {
    const store = open();
    const [mine, theirs] = [draftOf(), draftOf({ revision: 2, tab: "two" })];
    await store.save(mine, first);
    await store.save(theirs, following(mine));
    // Sent off behind a save of revision 2 that lost.
    const ahead = draftOf({ revision: 3 });
    const options = { after: { revision: 2, tab: "one" }, agreed: mine, isUrgent: true };
    expect(await store.save(ahead, options)).toEqual(failure(theirs));
    expect((await store.find(PLACE, "v1")).draft).toEqual(ahead);
    expect(await store.backups(PLACE)).toEqual([theirs]);
  });

  it.each([
    ["is not a draft", { nonsense: true }],
    ["has a file that is no text", { ...draftOf(), files: { "convex/tasks.ts": 7 } }],
    ["belongs under another key", draftOf({ version: "v9" })],
    ["is nothing", null],
  ])("moves aside a record that %s, as it is", async (_, record) => {
    await open().find(PLACE, "v1");
    await (await database()).put("drafts", record, ["identity-handoff", "", "v1", 1]);
    expect(await open().find(PLACE, "v1")).toEqual({ draft: null, earlier: null, damaged: 1 });
    expect(await (await database()).getAll("damaged")).toEqual([
      { key: ["identity-handoff", "", "v1", 1], record, movedAt: 5_000 },
    ]);
    expect(await open().find(PLACE, "v1")).toMatchObject({ damaged: 0 });
  });

  it("rejects where the browser denies storage, and works once it allows it", async () => {
    const allowed = globalThis.indexedDB;
    const store = open();
    globalThis.indexedDB = {
      open() {
        throw new DOMException("denied", "SecurityError");
      },
    } as unknown as IDBFactory;
    await expect(store.find(PLACE, "v1")).rejects.toMatchObject({ name: "SecurityError" });
    globalThis.indexedDB = allowed;
    expect((await store.find(PLACE, "v1")).draft).toBeNull();
  });
});

describe("a draft that was left in the moment of leaving", () => {
  /** A browser in which an urgent save is dropped with its page. */
  function left(...drafts: readonly Draft[]): { storage: TestStorage; open: () => IndexedStore } {
    const storage = new TestStorage();
    for (const draft of drafts) new PartingDrafts(() => storage).put(draft);
    return { storage, open: () => openIndexed(() => storage) };
  }

  it("is found by the next page, once", async () => {
    const { storage, open } = left(draftOf());
    expect((await open().find(PLACE, "v1")).draft).toEqual(draftOf());
    expect(storage.length).toBe(0);
    expect((await open().find(PLACE, "v1")).draft).toEqual(draftOf());
  });

  it("leaves no copy when the save got through", async () => {
    const { storage, open } = left();
    await open().save(draftOf(), { ...first, isUrgent: true });
    expect(storage.length).toBe(0);
    expect((await open().find(PLACE, "v1")).draft).toEqual(draftOf());
    expect(await open().backups(PLACE)).toEqual([]);
  });

  it("goes before the draft it follows", async () => {
    const { open } = left(draftOf({ revision: 2 }));
    await open().save(draftOf(), first);
    expect((await open().find(PLACE, "v1")).draft).toEqual(draftOf({ revision: 2 }));
  });

  it.each([2, 3])("is a backup where another tab has saved revision %i", async (revision) => {
    const { open } = left(draftOf({ revision: 2 }));
    const newer = draftOf({ revision, tab: "two" });
    await open().save(newer, first);
    expect((await open().find(PLACE, "v1")).draft).toEqual(newer);
    expect(await open().backups(PLACE)).toEqual([draftOf({ revision: 2 })]);
  });

  it("of another exercise or key stays", async () => {
    const { storage, open } = left(draftOf({ key: "chapter/2" }), draftOf({ exercise: "other" }));
    expect((await open().find(PLACE, "v1")).draft).toBeNull();
    expect(storage.length).toBe(2);
    expect((await open().find({ ...PLACE, key: "chapter/2" }, "v1")).draft).not.toBeNull();
  });

  it("is moved aside when it is not understood", async () => {
    const { storage, open } = left();
    const name = nameOf(draftOf());
    storage.setItem(name, "{");
    expect(await open().find(PLACE, "v1")).toEqual({ draft: null, earlier: null, damaged: 1 });
    expect(await (await openDB(DATABASE)).getAll("damaged")).toEqual([
      { key: name, record: "{", movedAt: 5_000 },
    ]);
    expect(storage.length).toBe(0);
  });

  it("is not missed where that storage alone is denied", async () => {
    const store = openIndexed(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(await store.save(draftOf(), { ...first, isUrgent: true })).toEqual(success(null));
    expect((await store.find(PLACE, "v1")).draft).toEqual(draftOf());
  });
});
