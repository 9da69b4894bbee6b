import { ChangeSet, type Text } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countHunks, findHunks, takeHunk, toText, type Hunk } from "./hunks.ts";

const OWN = "one\ntwo\nthree\nfour\nfive\nsix\n";

function take(hunk: Hunk | undefined, own: Text, solution: Text): Text {
  if (hunk === undefined) throw new Error("There is no change to take.");
  return ChangeSet.of(takeHunk(hunk, own, solution), own.length).apply(own);
}

describe("the changes between the learner's text and the solution", () => {
  it("are none for the same text", () => {
    expect(countHunks(OWN, OWN)).toBe(0);
  });

  it("name the lines of both sides", () => {
    const solution = "one\nTWO\nand more\nthree\nfour\nfive\n";
    expect(findHunks(toText(OWN), toText(solution))).toMatchObject([
      { own: { first: 2, count: 1 }, solution: { first: 2, count: 2 } },
      { own: { first: 6, count: 1 }, solution: { first: 7, count: 0 } },
    ]);
  });

  it("name the words that differ inside a line", () => {
    const own = toText("const a = 1;\nreturn await rows;\n");
    const solution = toText("const a = 1;\nreturn await tasks;\n");
    const [hunk] = findHunks(own, solution);
    const words = (text: Text, ranges: Hunk["ownRanges"]) =>
      ranges.map(({ from, to }) => text.sliceString(from, to));
    expect(words(own, hunk?.ownRanges ?? [])).toEqual(["rows"]);
    expect(words(solution, hunk?.solutionRanges ?? [])).toEqual(["tasks"]);
  });

  it("mark no words where the lines have little in common", () => {
    const [hunk] = findHunks(toText("// Your turn.\n"), toText("const identity = await ctx.auth;\n"));
    expect(hunk).toMatchObject({ ownRanges: [], solutionRanges: [] });
  });

  it("are told apart in a long file", () => {
    const mine = "// mine\n".repeat(300);
    expect(countHunks(`${mine}${OWN}${mine}`, OWN.replace("three", "THREE"))).toBe(3);
  });

  it("are taken one by one, and each leaves the others as they are", () => {
    const solution = toText("one\nTWO\nthree\nfour\nFIVE\nsix\n");
    const own = toText(OWN);
    const [first] = findHunks(own, solution);
    const taken = take(first, own, solution).toString();
    expect(taken).toBe("one\nTWO\nthree\nfour\nfive\nsix\n");
    expect(countHunks(taken, solution.toString())).toBe(1);
  });
});

describe("taking every change ends at the solution, whatever the texts,", () => {
  const line = fc.constantFrom("", "a", "b", "const identity = 1;", "  return identity;");
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));

  it("from the last to the first", () => {
    fc.assert(
      fc.property(text, text, (start, end) => {
        const solution = toText(end);
        const hunks = findHunks(toText(start), solution);
        const own = hunks.reduceRight((before, hunk) => take(hunk, before, solution), toText(start));
        expect(own.toString()).toBe(end);
      }),
      { numRuns: 1000 },
    );
  });

  it("in any order, compared anew after each", () => {
    fc.assert(
      fc.property(text, text, fc.infiniteStream(fc.nat()), (start, end, choices) => {
        const solution = toText(end);
        let own = toText(start);
        // The comparison may match lines otherwise after a change was taken, so it can need a few more.
        for (let taken = 0; own.toString() !== end; taken += 1) {
          expect(taken).toBeLessThan(16);
          const hunks = findHunks(own, solution);
          own = take(hunks[(choices.next().value ?? 0) % hunks.length], own, solution);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
