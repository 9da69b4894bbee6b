import { compareValues, type Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import { decodeDocumentId, encodeDocumentId } from "../../wire/document-id.ts";
import { Database } from "./database.ts";
import { ReadSet } from "./read-set.ts";
import type { Query } from "./query-plan.ts";
import { NO_SCHEMA } from "./schema.ts";
import { nextRows, openStream } from "./stream.ts";
import type { Transaction } from "./transaction.ts";

function open(fields: readonly string[] = ["a", "b"]): Database {
  const clock = new ManualClock(1_800_000_000_000);
  const database = new Database(clock, (length) => crypto.getRandomValues(new Uint8Array(length)), 0n);
  const table = {
    indexes: [{ name: "by_fields", fields }],
    searchIndexes: [],
    vectorIndexes: [],
    document: { type: "any" } as const,
  };
  database.useSchema({ ...NO_SCHEMA, tables: new Map([["t", table]]) });
  return database;
}

type Range = (Query["source"] & { type: "IndexRange" })["range"];

function ranged(range: Range, order: "asc" | "desc" = "asc", operators: Query["operators"] = []): Query {
  return { source: { type: "IndexRange", indexName: "t.by_fields", range, order }, operators };
}

function read(transaction: Transaction, query: Query, size = 3): Record<string, Value>[] {
  const stream = openStream(query);
  const rows: Record<string, Value>[] = [];
  while (!stream.isDone) {
    const batch = nextRows(transaction, stream, size);
    if (!batch.ok) throw new Error(batch.error);
    rows.push(...batch.value.map(({ value }) => value));
  }
  return rows;
}

const small = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom("x", "y", null, true, -0));

describe("index ranges", () => {
  test("give the rows and the order of a naive model, in batches and both ways", () => {
    const bound = fc.record({ type: fc.constantFrom("Gt", "Gte", "Lt", "Lte"), value: small });
    fc.assert(
      fc.property(
        fc.array(fc.record({ a: small, b: small }, { requiredKeys: ["a"] }), { maxLength: 30 }),
        small,
        fc.option(bound),
        fc.constantFrom("asc" as const, "desc" as const),
        (documents, equal, extra, order) => {
          const database = open();
          database.seed(documents.map((document) => ({ table: "t", document })));
          const range: Range = [{ type: "Eq", fieldPath: "a", value: json(equal) }];
          if (extra !== null) range.push({ type: extra.type, fieldPath: "b", value: json(extra.value) });
          const found = read(database.begin(), ranged(range, order)).map(
            ({ _creationTime }) => _creationTime,
          );
          const all = read(database.begin(), ranged([]));
          const model = all
            .filter(({ a, b }) => {
              if (compareValues(a, equal) !== 0) return false;
              if (extra === null) return true;
              const way = compareValues(b, extra.value);
              if (extra.type === "Gt") return way > 0;
              if (extra.type === "Gte") return way >= 0;
              return extra.type === "Lt" ? way < 0 : way <= 0;
            })
            .toSorted(
              (left, right) =>
                compareValues(left["b"], right["b"]) ||
                compareValues(left["_creationTime"], right["_creationTime"]),
            )
            .map(({ _creationTime }) => _creationTime);
          expect(found).toEqual(order === "asc" ? model : model.toReversed());
          expect(all).toHaveLength(documents.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("must name the index fields in order", () => {
    const transaction = open().begin();
    expect(() => read(transaction, ranged([{ type: "Eq", fieldPath: "b", value: 1 }]))).toThrow(
      /^Tried to query index t\.by_fields but the query didn't use the index fields in order\./,
    );
  });

  test("of an index that is not there are refused", () => {
    const query: Query = {
      source: { type: "IndexRange", indexName: "t.by_none", range: [], order: null },
      operators: [],
    };
    expect(() => read(open().begin(), query)).toThrow("Index t.by_none not found.");
  });

  test("go through filters and limits", () => {
    const database = open();
    database.seed([1, 2, 3, 4].map((a) => ({ table: "t", document: { a } })));
    const filter = { $gte: [{ $field: "a" }, { $literal: 2 }] };
    const rows = read(database.begin(), ranged([], "desc", [{ filter }, { limit: 2 }]), 100);
    expect(rows.map(({ a }) => a)).toEqual([4, 3]);
  });
});

describe("a read set", () => {
  const touches = (query: Query, document: Record<string, Value>): boolean => {
    const database = open();
    database.seed([1, 3, 5].map((a) => ({ table: "t", document: { a, b: 0 } })));
    const transaction = database.begin();
    read(transaction, query);
    let isTouched = false;
    database.onCommit((changes) => {
      isTouched = transaction.reads.isTouchedBy(changes);
    });
    database.seed([{ table: "t", document }]);
    return isTouched;
  };

  test("is touched by what lands in a range, and by nothing else", () => {
    const range = ranged([{ type: "Eq", fieldPath: "a", value: 3 }]);
    expect(touches(range, { a: 3, b: 9 })).toBe(true);
    expect(touches(range, { a: 4, b: 9 })).toBe(false);
  });

  test("of first() ends at the row that was found", () => {
    const first = ranged([], "asc", [{ limit: 1 }]);
    expect(touches(first, { a: 0 })).toBe(true);
    expect(touches(first, { a: 2 })).toBe(false);
  });

  test("is touched when a row leaves the range", () => {
    const database = open();
    const seeded = database.seed([{ table: "t", document: { a: 1 } }]);
    const [id = ""] = seeded.ok ? seeded.value : [];
    const reader = database.begin();
    read(reader, ranged([{ type: "Eq", fieldPath: "a", value: 1 }]));
    const writer = database.begin();
    writer.update(id, { method: "patch", table: null }, () => ({ a: 2 }));
    expect(reader.reads.isTouchedBy(writer.changes)).toBe(true);
    expect(new ReadSet().isTouchedBy(writer.changes)).toBe(false);
  });
});

describe("a transaction", () => {
  test("that is dropped leaves no trace, and sees its own writes until then", () => {
    const database = open();
    const transaction = database.begin();
    transaction.insert("t", { a: 1 });
    expect(read(transaction, ranged([]))).toHaveLength(1);
    expect(read(database.begin(), ranged([]))).toHaveLength(0);
  });

  test("reads the rows of its snapshot while others commit", () => {
    const database = open();
    const reader = database.begin();
    database.seed([{ table: "t", document: { a: 1 } }]);
    expect(read(reader, ranged([]))).toHaveLength(0);
  });

  test("rolls a part of it back alone", () => {
    const database = open();
    const outer = database.begin();
    outer.insert("t", { a: 1 });
    outer.fork().insert("t", { a: 2 });
    const kept = outer.fork();
    kept.insert("t", { a: 3 });
    outer.adopt(kept);
    database.commit(outer);
    expect(read(database.begin(), ranged([])).map(({ a }) => a)).toEqual([1, 3]);
  });

  test("names what is wrong with an id", () => {
    const transaction = open().begin();
    expect(transaction.delete("nonsense", null)).toEqual({
      ok: false,
      error: "Invalid argument `id` for `db.delete`: Unable to decode ID: nonsense",
    });
  });
});

test("the deployment itself may write more rows than a function", () => {
  const database = open();
  const rows = Array.from({ length: 16_001 }, (_, a) => ({ table: "t", document: { a } }));
  expect(database.seed(rows)).toMatchObject({ ok: true });
}, 20_000);

test("rows take no more memory than a page has to give, and what is deleted makes room again", () => {
  const database = open();
  const ids: string[] = [];
  const fill = (): string | null => {
    const transaction = database.begin();
    for (let row = 0; row < 15; row += 1) {
      const inserted = transaction.insert("t", { a: "x".repeat(1_000_000) });
      if (!inserted.ok) return inserted.error;
      ids.push(inserted.value);
    }
    database.commit(transaction);
    return null;
  };
  let problem: string | null = null;
  for (let turn = 0; problem === null && turn < 20; turn += 1) problem = fill();
  expect(problem).toBe(
    "This sandbox keeps no more than 128 MiB of rows: delete some, or restore the exercise's own.",
  );
  expect(ids.length).toBeGreaterThan(120);
  const transaction = database.begin();
  // A row that becomes no longer needs no room.
  const [first = "", ...others] = ids;
  const patched = transaction.update(first, { method: "patch", table: null }, (own) => ({
    ...own,
    a: "short",
  }));
  expect(patched).toMatchObject({ ok: true });
  for (const id of others.slice(0, 14)) expect(transaction.delete(id, null)).toMatchObject({ ok: true });
  database.commit(transaction);
  expect(fill()).toBeNull();
}, 30_000);

test("the past takes no more memory either: what is replaced again and again is forgotten early", () => {
  const database = open();
  const seeded = database.seed([{ table: "t", document: { a: "" } }]);
  const [id = ""] = seeded.ok ? seeded.value : [];
  const before = database.snapshot.ts;
  const replace = (): bigint => {
    const transaction = database.begin();
    transaction.update(id, { method: "patch", table: null }, (own) => ({ ...own, a: "x".repeat(1_000_000) }));
    return database.commit(transaction);
  };
  for (let turn = 0; turn < 40; turn += 1) replace();
  expect(database.at(before)).not.toBeNull();
  for (let turn = 0; turn < 39; turn += 1) replace();
  const late = replace();
  expect(database.at(before)).toBeNull();
  // What was there a moment ago is there still, for who is reading.
  expect(database.at(late - 1n)).not.toBeNull();
});

test("timestamps only grow, also when the clock stands still", () => {
  const database = open();
  const seen = [database.snapshot.ts];
  for (let i = 0; i < 3; i++) {
    database.seed([{ table: "t", document: { a: i } }]);
    seen.push(database.snapshot.ts);
  }
  expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? -1 : 1)));
  expect(new Set(seen).size).toBe(4);
});

test("ids survive a round trip, and one changed letter is noticed", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10_001, max: 16_383 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      (table, bytes) => {
        const id = encodeDocumentId(table, bytes);
        expect(id).toHaveLength(32);
        expect(decodeDocumentId(id)).toEqual({ tableNumber: table, internal: bytes });
        expect(decodeDocumentId(id.slice(0, -1) + (id.endsWith("0") ? "1" : "0"))).toBeNull();
      },
    ),
    { numRuns: 50 },
  );
});

function json(value: Value): unknown {
  return Object.is(value, -0) ? { $float: "AAAAAAAAAIA=" } : value;
}
