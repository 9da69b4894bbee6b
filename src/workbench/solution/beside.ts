/** The second column: the whole solution, read-only, level with the learner's code and scrolled with it. */
import { javascript } from "@codemirror/lang-javascript";
import { EditorState, StateEffect, StateField, type Extension, type Text } from "@codemirror/state";
import { EditorView, lineNumbers, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { appearance } from "../editor/theme.ts";
import type { Hunk } from "./hunks.ts";
import { solutionDecorations } from "./marks.ts";

type BesideParts = {
  readonly path: string;
  readonly solution: Text;
  /** The changes as the learner's editor has them. */
  readonly hunks: (own: EditorState) => readonly Hunk[];
};

const setDecorations = StateEffect.define<DecorationSet>();

export function besideView({ path, solution, hunks }: BesideParts): Extension {
  return ViewPlugin.define((own) => {
    const field = StateField.define<DecorationSet>({
      create: () => solutionDecorations(solution, hunks(own.state)),
      update: (decorations, { effects }) =>
        effects.reduce((before, effect) => (effect.is(setDecorations) ? effect.value : before), decorations),
      provide: (self) => EditorView.decorations.from(self),
    });
    const column = document.createElement("div");
    column.className = "solution-column";
    const view = new EditorView({
      parent: column,
      state: EditorState.create({ doc: solution, extensions: [field, ...columnExtensions(path)] }),
    });
    own.dom.after(column);
    const leave = scrollTogether(own.scrollDOM, view.scrollDOM);
    return {
      update(update: ViewUpdate) {
        const found = hunks(update.state);
        if (found === hunks(update.startState)) return;
        view.dispatch({ effects: setDecorations.of(solutionDecorations(solution, found)) });
      },
      destroy() {
        leave();
        view.destroy();
        column.remove();
      },
    };
  });
}

function columnExtensions(path: string): Extension[] {
  return [
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      "aria-label": `Solution: ${path}`,
      "aria-readonly": "true",
      tabindex: "0",
    }),
    appearance,
    ...(/\.[jt]sx?$/.test(path) ? [javascript({ typescript: true, jsx: true })] : [EditorView.lineWrapping]),
  ];
}

function scrollTogether(one: HTMLElement, other: HTMLElement): () => void {
  const leaving = new AbortController();
  const follow = (leader: HTMLElement, follower: HTMLElement): void => {
    const copy = (): void => {
      if (follower.scrollTop !== leader.scrollTop) follower.scrollTop = leader.scrollTop;
    };
    leader.addEventListener("scroll", copy, { passive: true, signal: leaving.signal });
  };
  follow(one, other);
  follow(other, one);
  return () => leaving.abort();
}
