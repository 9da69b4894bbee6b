/** The solution's text, highlighted as the editor highlights the learner's. */
import { highlightingFor, language } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { highlightCode, type Highlighter } from "@lezer/highlight";

export type ParsedCode = {
  /** The text between two offsets as elements. */
  render(from: number, to: number): DocumentFragment;
};

export function parseCode(state: EditorState, code: string): ParsedCode {
  const tree = state.facet(language)?.parser.parse(code);
  const highlighter: Highlighter = { style: (tags) => highlightingFor(state, tags) };
  return {
    render(from, to) {
      const fragment = document.createDocumentFragment();
      if (tree === undefined) {
        fragment.append(code.slice(from, to));
        return fragment;
      }
      const put = (text: string, classes: string): void => {
        const span = document.createElement("span");
        span.className = classes;
        span.textContent = text;
        fragment.append(span);
      };
      highlightCode(code, tree, highlighter, put, () => fragment.append("\n"), from, to);
      return fragment;
    },
  };
}
