/**
 * Drafts in IndexedDB.
 *
 * Each draft is a record of its own under [exercise, key, version, revision]; saving adds one and removes those before
 * it. As `add` never replaces, not even a save that is sent off without an answer can overwrite another tab's draft.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import * as v from "valibot";
import type { Clock } from "../base/clock.ts";
import { failure, success, type Result } from "../base/result.ts";
import { DraftSchema, isSameDraft, type Draft, type DraftPlace } from "./draft.ts";
import { nameOf, type PartingDrafts } from "./parting-drafts.ts";
import { BACKUPS_KEPT, type DraftStore, type FoundDrafts, type SaveOptions } from "./store.ts";

export const DATABASE = "handoff-drafts";

/** What is stored is what an earlier version of the site, or anyone with developer tools, left there. */
interface Schema extends DBSchema {
  drafts: { key: [exercise: string, key: string, version: string, revision: number]; value: unknown };
  backups: {
    key: [exercise: string, key: string, savedAt: number, revision: number, tab: string];
    value: unknown;
  };
  /** Records that were not understood, as they were. */
  damaged: {
    key: number;
    value: { readonly key: IDBValidKey; readonly record: unknown; readonly movedAt: number };
  };
}

type Stores = ("drafts" | "backups" | "damaged")[];
type Transaction = IDBPTransaction<Schema, Stores, "readwrite">;

export class IndexedStore implements DraftStore {
  readonly #clock: Clock;
  readonly #parting: PartingDrafts;
  #opening: Promise<IDBPDatabase<Schema>> | null = null;
  #open: IDBPDatabase<Schema> | null = null;

  constructor(clock: Clock, parting: PartingDrafts) {
    this.#clock = clock;
    this.#parting = parting;
  }

  async find(place: DraftPlace, version: string): Promise<FoundDrafts> {
    const transaction = (await this.#database()).transaction(["drafts", "backups", "damaged"], "readwrite");
    const drafts: Draft[] = [];
    const parting = this.#parting.all(place);
    let damaged = 0;
    for await (const cursor of transaction.objectStore("drafts").iterate(keysOf(place))) {
      const draft = parseDraft(cursor.key, cursor.value);
      if (draft === null) {
        damaged += 1;
        const moved = { key: cursor.key, record: cursor.value, movedAt: this.#clock.now() };
        await transaction.objectStore("damaged").add(moved);
        await cursor.delete();
      } else drafts.push(draft);
    }
    for (const [name, record] of parting) {
      const left = parseText(record);
      if (left === null || nameOf(left) !== name) {
        damaged += 1;
        await transaction.objectStore("damaged").add({ key: name, record, movedAt: this.#clock.now() });
        continue;
      }
      const taken = await this.#takeParting(transaction, drafts, left);
      if (taken !== null) drafts.push(taken);
    }
    const own = drafts
      .filter((draft) => draft.version === version)
      .toSorted((one, other) => one.revision - other.revision);
    const draft = own.at(-1) ?? null;
    // Left by tabs that were closed with something to say, which others had already gone past.
    for (const left of own.slice(0, -1)) {
      await putBackup(transaction, left);
      await transaction.objectStore("drafts").delete(keyOf(left));
    }
    await transaction.done;
    this.#parting.remove(...parting.keys());
    const others = drafts.filter((other) => other.version !== version);
    return { draft, earlier: others.toSorted((a, b) => b.savedAt - a.savedAt)[0] ?? null, damaged };
  }

  async save(draft: Draft, options: SaveOptions): Promise<Result<null, Draft>> {
    // Nothing is awaited before the requests are on their way where the database is open: the page may be leaving.
    const database = this.#open ?? (await this.#database());
    const { after, agreed, isUrgent = false, backsUp = false } = options;
    if (isUrgent) this.#parting.put(draft);
    const transaction = database.transaction(["drafts", "backups", "damaged"], "readwrite");
    const drafts = transaction.objectStore("drafts");
    const ended = settle(transaction.done);
    const reading = drafts.openCursor(revisionsOf(draft, Number.MAX_SAFE_INTEGER), "prev");
    const adding = settle(drafts.add(draft, keyOf(draft)));
    if (isUrgent) {
      // What is left, `find` makes a backup.
      if (!backsUp) void settle(drafts.delete(revisionsOf(draft, agreed.revision)));
      transaction.commit();
    }
    const cursor = await reading;
    const stored = cursor === null ? null : parseDraft(cursor.key, cursor.value);
    const isConflict = stored !== null && !isSameDraft(stored, after);
    // An urgent save is past taking back: the lower of two drafts is made a backup when they are next read.
    if (!isUrgent && (await adding).ok) {
      if (isConflict) transaction.abort();
      else if (stored !== null) {
        if (backsUp) await putBackup(transaction, stored);
        await drafts.delete(revisionsOf(draft, stored.revision));
      }
    }
    const end = await ended;
    if (end.ok) this.#parting.remove(nameOf(draft));
    if (isConflict) return failure(stored);
    if (!end.ok) throw end.error;
    return success(null);
  }

  async backUp(draft: Draft): Promise<void> {
    const transaction = (await this.#database()).transaction(["drafts", "backups", "damaged"], "readwrite");
    await putBackup(transaction, draft);
    await transaction.done;
  }

  async backups(place: DraftPlace): Promise<readonly Draft[]> {
    const records = await (await this.#database()).getAll("backups", keysOf(place));
    return records.flatMap((record) => {
      const { success: isDraft, output } = v.safeParse(DraftSchema, record);
      return isDraft ? [output] : [];
    });
  }

  /** Puts a draft of a page that has gone where all are. Null where it is there, or is a backup now. */
  async #takeParting(transaction: Transaction, drafts: readonly Draft[], left: Draft): Promise<Draft | null> {
    const key = keyOf(left).join("/");
    const stored = drafts.find((draft) => keyOf(draft).join("/") === key);
    if (stored === undefined) await transaction.objectStore("drafts").add(left, keyOf(left));
    else if (stored.tab !== left.tab) await putBackup(transaction, left);
    return stored === undefined ? left : null;
  }

  /** Opened once, and again after the browser has closed it, as when a person removes the site's data. */
  #database(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= this.#openDatabase().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #openDatabase(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => {
      this.#open = null;
      this.#opening = null;
    };
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("drafts");
        fresh.createObjectStore("backups");
        fresh.createObjectStore("damaged", { autoIncrement: true });
      },
      blocking(_, __, event) {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });
    this.#open = database;
    return database;
  }
}

async function putBackup(transaction: Transaction, draft: Draft): Promise<void> {
  const backups = transaction.objectStore("backups");
  const { exercise, key, savedAt, revision, tab } = draft;
  await backups.put(draft, [exercise, key, savedAt, revision, tab]);
  const keys = await backups.getAllKeys(keysOf(draft));
  for (const old of keys.slice(0, -BACKUPS_KEPT)) await backups.delete(old);
}

/** Null where the record is not a draft, or not the one that its key names. */
function parseDraft(key: IDBValidKey, record: unknown): Draft | null {
  const parsed = v.safeParse(DraftSchema, record);
  if (!parsed.success) return null;
  return JSON.stringify(key) === JSON.stringify(keyOf(parsed.output)) ? parsed.output : null;
}

function parseText(text: string): Draft | null {
  try {
    const parsed = v.safeParse(DraftSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function keyOf({ exercise, key, version, revision }: Draft): Schema["drafts"]["key"] {
  return [exercise, key, version, revision];
}

/** Every key of an exercise: to IndexedDB an array comes after all numbers and texts. */
function keysOf({ exercise, key }: DraftPlace): IDBKeyRange {
  return IDBKeyRange.bound([exercise, key], [exercise, key, []]);
}

function revisionsOf({ exercise, key, version }: Draft, upTo: number): IDBKeyRange {
  return IDBKeyRange.bound([exercise, key, version], [exercise, key, version, upTo]);
}

/** A promise that may be left alone: it never rejects. */
function settle(promise: Promise<unknown>): Promise<Result<null, unknown>> {
  return promise.then(
    () => success(null),
    (error: unknown) => failure(error),
  );
}
