/** Where the elements of the comparison stand in the two texts. */
import type { Range as Placed, Text } from "@codemirror/state";
import { Decoration, type DecorationSet, type WidgetType } from "@codemirror/view";
import type { Hunk, Lines, Range } from "./hunks.ts";
import type { ParsedCode } from "./parsed-code.ts";
import { Filler, HunkBar, hunkTitle, type HunkControls } from "./widgets.ts";

/** `beside`: the solution is a second column. `below`: its lines follow the learner's at each change. */
export type Layout = "beside" | "below";

type OwnParts = {
  readonly own: Text;
  readonly solution: Text;
  readonly hunks: readonly Hunk[];
  readonly code: ParsedCode;
  readonly layout: Layout;
  /** Null where nothing can be taken. */
  readonly controls: HunkControls | null;
};

const OWN_LINE = Decoration.line({ class: "own-line" });
const OWN_WORD = Decoration.mark({ class: "own-word" });
const SOLUTION_LINE = Decoration.line({ class: "solution-line" });
const SOLUTION_WORD = Decoration.mark({ class: "solution-word" });

export function ownDecorations({ own, solution, hunks, code, layout, controls }: OwnParts): DecorationSet {
  return decorate(hunks, (hunk, index) => {
    const { from, to } = extent(solution, hunk.solution);
    const lines =
      layout === "below"
        ? { text: solution.sliceString(from, to), render: () => code.render(from, to) }
        : null;
    const bar = new HunkBar({ title: hunkTitle(hunk), line: hunk.own.first, index, controls, code: lines });
    return [
      ...tinted(own, hunk.own, OWN_LINE),
      ...marked(hunk.ownRanges, OWN_WORD),
      ...(layout === "below"
        ? [after(own, hunk.own, bar)]
        : [before(own, hunk.own, bar), ...filled(own, hunk.own, hunk.solution)]),
    ];
  });
}

/** For the second column. */
export function solutionDecorations(solution: Text, hunks: readonly Hunk[]): DecorationSet {
  return decorate(hunks, (hunk, index) => {
    const bar = new HunkBar({
      title: "Solution",
      line: hunk.solution.first,
      index,
      controls: null,
      code: null,
    });
    return [
      ...tinted(solution, hunk.solution, SOLUTION_LINE),
      ...marked(hunk.solutionRanges, SOLUTION_WORD),
      before(solution, hunk.solution, bar),
      ...filled(solution, hunk.solution, hunk.own),
    ];
  });
}

/** Start of the line of the learner's text beside which the bar of a change stands. */
export function barPlace(own: Text, { own: lines }: Hunk, layout: Layout): number {
  const { from, to } = extent(own, lines);
  return own.lineAt(layout === "below" ? to : from).from;
}

type Placement = Placed<Decoration>;

function decorate(
  hunks: readonly Hunk[],
  marksOf: (hunk: Hunk, index: number) => readonly Placement[],
): DecorationSet {
  return Decoration.set(hunks.flatMap(marksOf), true);
}

/** From the start of the first line to the end of the last, without its line break. */
function extent(text: Text, { first, count }: Lines): Range {
  if (first > text.lines) return { from: text.length, to: text.length };
  const { from } = text.line(first);
  return { from, to: count === 0 ? from : text.line(first + count - 1).to };
}

function tinted(text: Text, { first, count }: Lines, tint: Decoration): Placement[] {
  return Array.from({ length: count }, (_, index) => tint.range(text.line(first + index).from));
}

function marked(ranges: readonly Range[], mark: Decoration): Placement[] {
  return ranges.filter(({ from, to }) => from < to).map(({ from, to }) => mark.range(from, to));
}

function before(text: Text, lines: Lines, widget: WidgetType): Placement {
  return placed(extent(text, lines).from, lines.first > text.lines ? 1 : -2, widget);
}

function after(text: Text, lines: Lines, widget: WidgetType): Placement {
  return placed(extent(text, lines).to, lines.count > 0 || lines.first > text.lines ? 1 : -1, widget);
}

/** Filler under the lines of one side where the other has more. */
function filled(text: Text, lines: Lines, others: Lines): Placement[] {
  const missing = others.count - lines.count;
  if (missing <= 0) return [];
  const side = lines.count > 0 ? 1 : lines.first > text.lines ? 2 : -1;
  return [placed(extent(text, lines).to, side, new Filler(missing))];
}

function placed(at: number, side: number, widget: WidgetType): Placement {
  return Decoration.widget({ widget, block: true, side }).range(at);
}
