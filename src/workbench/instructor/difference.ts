/** Two texts of one file, compared by CodeMirror: side by side, or one below the other where that is too narrow. */
import { javascript } from "@codemirror/lang-javascript";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { appearance } from "../editor/theme.ts";
import { STARTER } from "../../exercise/variants.ts";

export type DifferenceParts = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What `after` is called. */
  readonly name: string;
  /** With the lines that do not differ. */
  readonly isWhole: boolean;
  readonly isWide: boolean;
};

/** Ends with the returned function. */
export function showDifference(parent: HTMLElement, parts: DifferenceParts): () => void {
  const { path, before, after, name, isWhole, isWide } = parts;
  // Lines that a click would bring back are not there for the keyboard: the page has a switch for all of them.
  const collapse = isWhole ? {} : { collapseUnchanged: { margin: 3, minSize: 4 } };
  if (isWide) {
    const view = new MergeView({
      parent,
      a: { doc: before, extensions: readOnly(path, STARTER) },
      b: { doc: after, extensions: readOnly(path, name) },
      gutter: true,
      ...collapse,
    });
    return () => view.destroy();
  }
  const view = new EditorView({
    parent,
    doc: after,
    extensions: [
      readOnly(path, name),
      unifiedMergeView({ original: before, mergeControls: false, gutter: true, ...collapse }),
    ],
  });
  return () => view.destroy();
}

function readOnly(path: string, name: string): Extension[] {
  return [
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      "aria-label": `${path}: ${name}`,
      "aria-readonly": "true",
      tabindex: "0",
    }),
    appearance,
    ...(/\.[jt]sx?$/.test(path) ? [javascript({ typescript: true, jsx: true })] : []),
    EditorView.lineWrapping,
  ];
}
