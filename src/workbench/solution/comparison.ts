/** The solution beside or below the learner's code, in the learner's own editor: what is taken is one step of its history. */
import { redo, undo } from "@codemirror/commands";
import { StateField, type EditorState, type Extension } from "@codemirror/state";
import { EditorView, type DecorationSet } from "@codemirror/view";
import { besideView } from "./beside.ts";
import { findHunks, takeHunk, toText, type Hunk } from "./hunks.ts";
import { ownDecorations, type Layout } from "./marks.ts";
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

type Comparison = { readonly hunks: readonly Hunk[]; readonly decorations: DecorationSet };

/** What to add to a file's editor state so that it shows how the solution differs. */
export function compareWith({ path, solution, layout, canTake }: ComparisonParts): Extension {
  const wanted = toText(solution);
  const controls = canTake ? { take, onKeyDown } : null;
  let code: ParsedCode | null = null;

  function compare(state: EditorState): Comparison {
    code ??= parseCode(state, solution);
    const hunks = findHunks(state.doc, wanted);
    return {
      hunks,
      decorations: ownDecorations({ own: state.doc, solution: wanted, hunks, code, layout, controls }),
    };
  }

  const field = StateField.define<Comparison>({
    create: compare,
    update: (before, { docChanged, state }) => (docChanged ? compare(state) : before),
    provide: (self) => EditorView.decorations.from(self, ({ decorations }) => decorations),
  });

  function take(view: EditorView, index: number): void {
    const hunk = view.state.field(field).hunks[index];
    if (hunk === undefined) return;
    view.dispatch({ changes: takeHunk(hunk, view.state.doc, wanted), userEvent: "input.take" });
    // The button went with its change: on to the next one, or back to the code.
    const buttons = view.dom.querySelectorAll<HTMLButtonElement>(".hunk-take");
    const next = buttons[Math.min(index, buttons.length - 1)];
    if (next === undefined) view.focus();
    else next.focus();
  }

  if (layout === "below") return field;
  return [field, besideView({ path, solution: wanted, hunks: (state) => state.field(field).hunks })];
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
