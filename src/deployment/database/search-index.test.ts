import fc from "fast-check";
import { expect, test } from "vitest";
import { changeSearchIndex, emptySearchIndex, scoresOf, type SearchIndex } from "./search-index.ts";
import type { Row } from "./row.ts";

const EMPTY = emptySearchIndex({ name: "search", searchField: "text", filterFields: [] });
const word = fc.constantFrom("tea", "teapot", "coffee", "cup", "Cup");
const text = fc.option(fc.array(word, { maxLength: 6 }).map((words) => words.join(" ")));

function rowOf(id: number, value: string | null): Row {
  return { id: `id${id}`, table: "t", value: value === null ? {} : { text: value }, text: "", bytes: 0 };
}

test("an index after any changes scores like one that is built from what is left", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.option(text)), { maxLength: 25 }), (changes) => {
      const rows = new Map<number, Row>();
      let index: SearchIndex = EMPTY;
      for (const [id, value] of changes) {
        const before = rows.get(id) ?? null;
        // The outer null removes the row, the inner one is a row without text.
        const after = value === null ? null : rowOf(id, value);
        index = changeSearchIndex(index, before, after);
        if (after === null) rows.delete(id);
        else rows.set(id, after);
      }
      let built: SearchIndex = EMPTY;
      for (const row of rows.values()) built = changeSearchIndex(built, null, row);
      expect(index.words).toBe(built.words);
      for (const wanted of ["tea", "cup te", "coffee cup"]) {
        const scores = scoresOf(index, wanted, rows.size);
        expect(scores).toEqual(scoresOf(built, wanted, rows.size));
        const last = wanted.split(" ").at(-1) ?? "";
        for (const row of rows.values()) {
          const own = row.value["text"];
          const words = (typeof own === "string" ? own : "").toLowerCase().split(" ");
          const isWanted = words.some((one) => wanted.split(" ").includes(one) || one.startsWith(last));
          expect(scores.has(row.id)).toBe(isWanted);
        }
      }
    }),
    { numRuns: 150 },
  );
});
