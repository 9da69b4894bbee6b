/** Where the learner's text differs from the solution's, line by line, and the edit that takes one of these changes. */
import { diff, presentableDiff } from "@codemirror/merge";
import { Text, type ChangeSpec } from "@codemirror/state";

/** `count` lines from line `first`, counted from 1; with none, the place before line `first`. */
export type Lines = { readonly first: number; readonly count: number };

/** Offsets of changed characters in their text. */
export type Range = { readonly from: number; readonly to: number };

/** One change: these lines of the learner's are those of the solution there. */
export type Hunk = {
  readonly own: Lines;
  readonly solution: Lines;
  readonly ownRanges: readonly Range[];
  readonly solutionRanges: readonly Range[];
};

/** Past this many changed lines, or characters in a change, the comparison becomes coarser instead of slower. */
const LINES = { scanLimit: 2000, timeout: 50 };
const WORDS = { scanLimit: 500, timeout: 20 };

export function findHunks(own: Text, solution: Text): readonly Hunk[] {
  return changedLines(own, solution).map((hunk) => ({ ...hunk, ...changedWords(hunk, own, solution) }));
}

export function countHunks(own: string, solution: string): number {
  return own === solution ? 0 : changedLines(toText(own), toText(solution)).length;
}

export function toText(text: string): Text {
  return Text.of(text.split("\n"));
}

/** Makes the hunk's lines of `own` those of `solution`. */
export function takeHunk({ own: place, solution: wanted }: Hunk, own: Text, solution: Text): ChangeSpec {
  const lines = linesOf(solution, wanted);
  const from = place.first > own.lines ? own.length : own.line(place.first).from;
  if (place.first + place.count <= own.lines) {
    const to = own.line(place.first + place.count).from;
    return { from, to, insert: lines.map((line) => `${line}\n`).join("") };
  }
  // The last line has no line break after it, so the one before it comes or goes with the lines.
  if (place.first === 1) return { from: 0, to: own.length, insert: lines.join("\n") };
  const before = own.line(place.first - 1).to;
  return { from: before, to: own.length, insert: lines.map((line) => `\n${line}`).join("") };
}

function linesOf(text: Text, { first, count }: Lines): string[] {
  return Array.from({ length: count }, (_, index) => text.line(first + index).text);
}

/** Each different line becomes one character, so that the differing characters are the differing lines. */
function changedLines(own: Text, solution: Text): Pick<Hunk, "own" | "solution">[] {
  const codes = new Map<string, string>();
  const encode = (text: Text): string => {
    let encoded = "";
    for (const line of text.iterLines()) {
      const code = codes.get(line) ?? String.fromCharCode(codes.size + 1);
      codes.set(line, code);
      encoded += code;
    }
    return encoded;
  };
  return diff(encode(own), encode(solution), LINES).map(({ fromA, toA, fromB, toB }) => ({
    own: { first: fromA + 1, count: toA - fromA },
    solution: { first: fromB + 1, count: toB - fromB },
  }));
}

/** The words that differ inside lines that both sides have; none where the lines have little in common. */
function changedWords(
  hunk: Pick<Hunk, "own" | "solution">,
  own: Text,
  solution: Text,
): Pick<Hunk, "ownRanges" | "solutionRanges"> {
  if (hunk.own.count === 0 || hunk.solution.count === 0) return { ownRanges: [], solutionRanges: [] };
  const ownLines = linesOf(own, hunk.own).join("\n");
  const solutionLines = linesOf(solution, hunk.solution).join("\n");
  const changes = presentableDiff(ownLines, solutionLines, WORDS);
  const changed = changes.reduce((sum, { fromA, toA, fromB, toB }) => sum + toA - fromA + toB - fromB, 0);
  if (changed > (ownLines.length + solutionLines.length) / 2) return { ownRanges: [], solutionRanges: [] };
  const atOwn = own.line(hunk.own.first).from;
  const atSolution = solution.line(hunk.solution.first).from;
  return {
    ownRanges: changes.map(({ fromA, toA }) => ({ from: atOwn + fromA, to: atOwn + toA })),
    solutionRanges: changes.map(({ fromB, toB }) => ({ from: atSolution + fromB, to: atSolution + toB })),
  };
}
