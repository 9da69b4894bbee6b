import { describe, expect, test } from "vitest";
import { applyEdit, MOST_LINES, randomEdit, type Edit } from "./edits.ts";
import { Random } from "./random.ts";
import { Rows } from "./rows.ts";
import { TabTexts } from "./texts.ts";

const NOTHING: Edit = { how: "typed", line: 0, column: 0, lines: 0, characters: 0, text: "" };

describe("an edit", () => {
  test.each<[string, Edit, string]>([
    ["inserts", { ...NOTHING, line: 1, column: 1, text: "x" }, "ab\ncxd\nef"],
    ["inserts at the end", { ...NOTHING, line: 2, column: 2, text: "x" }, "ab\ncd\nefx"],
    ["replaces over a line's end", { ...NOTHING, column: 1, characters: 3, text: "x" }, "axd\nef"],
    ["deletes whole lines", { ...NOTHING, how: "deleted", line: 0, lines: 2 }, "ef"],
  ])("%s", (_, edit, expected) => {
    expect(applyEdit("ab\ncd\nef", edit)).toBe(expected);
  });

  test("made at random lies within the text, changes it, and keeps it short", () => {
    let text = "one\ntwo\n";
    for (let turn = 1; turn <= 3000; turn++) {
      const edit = randomEdit(new Random(5, turn), text, `soak${turn}x`);
      const lines = text.split("\n");
      expect(edit.line + edit.lines).toBeLessThan(lines.length);
      expect(edit.column).toBeLessThanOrEqual(lines[edit.line]?.length ?? -1);
      const after = applyEdit(text, edit);
      expect(after).not.toBe(text);
      expect(after.length).toBe(
        edit.lines > 0 ? after.length : text.length - edit.characters + edit.text.length,
      );
      text = after;
      expect(text.split("\n").length).toBeLessThan(MOST_LINES + 8);
    }
  });
});

describe("a tab's texts", () => {
  test("go back one change at a time, each file by itself", () => {
    const texts = new TabTexts({ a: "1", b: "1" });
    texts.change({ a: "2", b: "1" });
    texts.change({ a: "3", b: "2" });
    expect(texts.undo("a")).toBe("2");
    expect(texts.undo("a")).toBe("1");
    expect(texts.undo("a")).toBeNull();
    expect(texts.all).toEqual({ a: "1", b: "2" });
  });

  test("stay when the page is loaded anew, and cannot go back", () => {
    const texts = new TabTexts({ a: "1" });
    texts.change({ a: "2" });
    texts.forgetSteps();
    expect(texts.undo("a")).toBeNull();
    expect(texts.of("a")).toBe("2");
  });
});

describe("rows", () => {
  test("are everyone's in the starter and the caller's in the solution", () => {
    const rows = new Rows();
    rows.add("Grace Hopper", "Compile");
    expect(rows.shownTo("Grace Hopper", "solution")).toEqual(["Compile", "Find the moth"]);
    expect(rows.shownTo(null, "solution")).toEqual([]);
    expect(rows.shownTo(null, "starter")).toEqual([
      "Compile",
      "Find the moth",
      "Write note G",
      "✓ Order punched cards",
    ]);
    expect(rows.stored()).toContain("Order punched cards");
  });

  test("are the exercise's own again once they are put back", () => {
    const rows = new Rows();
    rows.add("Ada Lovelace", "Loop");
    rows.restore();
    expect(rows.stored()).toHaveLength(3);
  });
});
