/** The solution beside or below the learner's code, in the learner's own editor: what is taken is one step of its history. */
import { redo, undo } from "@codemirror/commands";
import { Facet, StateField, type EditorState, type Extension } from "@codemirror/state";
import { EditorView, type DecorationSet } from "@codemirror/view";
import { besideView } from "./beside.ts";
import { findHunks, takeHunk, toText, type Hunk } from "./hunks.ts";
import { barPlace, ownDecorations, type Layout } from "./marks.ts";
import { parseCode, type ParsedCode } from "./parsed-code.ts";
import "../styles/solution.css";

export { countHunks } from "./hunks.ts";

export type ComparisonParts = {
  readonly path: string;
  readonly solution: string;
  readonly layout: Layout;
  /** False where the learner may look and not edit. */
  readonly canTake: boolean;
};

type Compared = { readonly hunks: readonly Hunk[]; readonly layout: Layout };
type Comparison = Compared & { readonly decorations: DecorationSet };

const NOTHING: Compared = { hunks: [], layout: "below" };

/** The changes of the file, for commands. */
const compared = Facet.define<Compared, Compared>({ combine: ([first]) => first ?? NOTHING });

/** What to add to a file's editor state so that it shows how the solution differs. */
export function compareWith({ path, solution, layout, canTake }: ComparisonParts): Extension {
  const wanted = toText(solution);
  const controls = canTake ? { take, onKeyDown } : null;
  let code: ParsedCode | null = null;

  function compare(state: EditorState): Comparison {
    code ??= parseCode(state, solution);
    const hunks = findHunks(state.doc, wanted);
    const decorations = ownDecorations({ own: state.doc, solution: wanted, hunks, code, layout, controls });
    return { hunks, layout, decorations };
  }

  const field = StateField.define<Comparison>({
    create: compare,
    update: (before, { docChanged, state }) => (docChanged ? compare(state) : before),
    provide: (self) => [
      EditorView.decorations.from(self, ({ decorations }) => decorations),
      compared.from(self),
    ],
  });

  function take(view: EditorView, index: number): void {
    const hunk = view.state.field(field).hunks[index];
    if (hunk === undefined) return;
    view.dispatch({ changes: takeHunk(hunk, view.state.doc, wanted), userEvent: "input.take" });
    // The button went with its change: on to the next one, or back to the code.
    goToChange(view, Math.min(index, view.state.field(field).hunks.length - 1));
  }

  if (layout === "below") return field;
  return [field, besideView({ path, solution: wanted, hunks: (state) => state.field(field).hunks })];
}

/** Scrolls to the first change; cursor and focus stay. */
export function revealChange(view: EditorView): boolean {
  const { hunks, layout } = view.state.facet(compared);
  const [first] = hunks;
  if (first === undefined) return false;
  const place = barPlace(view.state.doc, first, layout);
  view.dispatch({ effects: EditorView.scrollIntoView(place, { y: "center" }) });
  return true;
}

/** To the change after the cursor, and from the last one to the first. */
export function goToNextChange(view: EditorView): boolean {
  const { hunks, layout } = view.state.facet(compared);
  const { head } = view.state.selection.main;
  const next = hunks.findIndex((hunk) => barPlace(view.state.doc, hunk, layout) > head);
  return goToChange(view, Math.max(0, next));
}

/** Puts the cursor at the change and the focus on its button, or on the code where there is none. */
function goToChange(view: EditorView, index: number): boolean {
  const { hunks, layout } = view.state.facet(compared);
  const hunk = hunks[index];
  if (hunk !== undefined) {
    const anchor = barPlace(view.state.doc, hunk, layout);
    // Lines out of sight have no elements; this makes those of the change.
    view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: 64 }),
    });
  }
  const button = view.dom.querySelector<HTMLButtonElement>(`.hunk-take[data-index="${index}"]`);
  if (button === null) view.focus();
  else button.focus();
  return hunk !== undefined;
}

/** The editor does not hear keys that are pressed on a button in it, and undo must work there too. */
function onKeyDown(view: EditorView, event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const step = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
  if (step === null) return;
  event.preventDefault();
  step(view);
  view.focus();
}
