import { describe, expect, test } from "vitest";
import { Breach, untilEqual } from "./breach.ts";
import { applyEdit, MOST_LINES, randomEdit, type Edit } from "./edits.ts";
import { figures } from "./figures.ts";
import { growth } from "./memory.ts";
import type { ActionKind } from "./plan.ts";
import { Random } from "./random.ts";
import { Rows } from "./rows.ts";
import type { SoakReport } from "./soak.ts";
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
    const wrong: [turn: number, edit: Edit][] = [];
    for (let turn = 1; turn <= 1000; turn++) {
      const edit = randomEdit(new Random(5, turn), text, `soak${turn}x`);
      const lines = text.split("\n");
      const after = applyEdit(text, edit);
      const length = edit.lines > 0 ? after.length : text.length - edit.characters + edit.text.length;
      const isWithin =
        edit.line + edit.lines < lines.length && edit.column <= (lines[edit.line]?.length ?? -1);
      const isShort = after.split("\n").length < MOST_LINES + 8;
      if (!isWithin || !isShort || after === text || after.length !== length) wrong.push([turn, edit]);
      text = after;
    }
    expect(wrong).toEqual([]);
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

describe("memory", () => {
  const start = { heapBytes: 10_000_000, workerHeapBytes: 20_000_000, frames: 4, workers: 8 };

  test.each([
    ["a fifth more heap and no frame", { ...start, heapBytes: 12_000_000 }, 0],
    ["less of everything", { heapBytes: 1, workerHeapBytes: 1, frames: 1, workers: 1 }, 0],
    ["more than a fifth of heap", { ...start, heapBytes: 12_000_001 }, 1],
    ["more than a fifth in workers", { ...start, workerHeapBytes: 24_000_001 }, 1],
    ["one frame and one worker", { ...start, frames: 5, workers: 9 }, 2],
  ])("%s", (_, end, faults) => {
    expect(growth(start, end)).toHaveLength(faults);
  });
});

describe("what is waited for", () => {
  test("is a breach of its kind when it does not come, with what there was instead", async () => {
    const late = untilEqual({
      what: "the rows",
      kind: "loss",
      read: () => ["a"],
      wanted: ["b"],
      withinMs: 60,
    });
    await expect(late).rejects.toMatchObject({
      kind: "loss",
      message: expect.stringMatching(/the rows.*\["a"\]/),
    });
  });

  test("is read until it is right", async () => {
    let count = 0;
    await untilEqual({ what: "the third", read: () => ++count, wanted: 3 });
    expect(count).toBe(3);
  });
});

describe("a report", () => {
  const actions: ReadonlyMap<ActionKind, number> = new Map([
    ["edit", 3],
    ["reload", 1],
  ]);
  const report: SoakReport = {
    siteUrl: "http://127.0.0.1/",
    seconds: 60,
    seed: 7,
    actions,
    runs: 2,
    kills: 1,
    runsLostToKills: 0,
    breach: null,
    trail: [],
    scene: [],
    memory: null,
  };

  test("tells the actions, the kills survived and that nothing was lost", () => {
    expect(figures(report)).toMatch(/^seed 7, 60 s: 4 actions, 2 runs$/m);
    expect(figures(report)).toMatch(/^kills survived: 1 /m);
    expect(figures(report)).toMatch(/^losses: 0, other faults: 0$/m);
  });

  test("of a loss tells it, what was done last, what was to be seen, and how to see it again", () => {
    const told = figures({
      ...report,
      breach: new Breach("loss", "a text is gone"),
      trail: ["4 reload"],
      scene: ["says: nothing"],
    });
    expect(told).toMatch(/^losses: 1, other faults: 0$/m);
    for (const line of ["what broke: a text is gone", "  4 reload", "  says: nothing"])
      expect(told).toContain(line);
    expect(told).toContain("npm run soak -- --seconds 60 --seed 7");
  });
});
