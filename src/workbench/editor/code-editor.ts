/** CodeMirror behind a small interface: one state a file, so that undo and selection outlive a change of tabs. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { ExerciseFile } from "../../exercise/exercise.ts";
import type { Diagnostic, SourceFiles } from "../../wire/compiler.ts";
import { editorTheme } from "./theme.ts";

export type CodeEditorParts = {
  readonly parent: HTMLElement;
  readonly files: readonly ExerciseFile[];
  /** Texts to begin with, by path. */
  readonly texts: SourceFiles;
  readonly active: string;
  readonly onChange: (path: string, text: string) => void;
  readonly onRun: () => void;
};

export type CodeEditor = {
  open(path: string): void;
  /** Replaces texts as one edit a file, which Undo takes back. */
  setTexts(texts: SourceFiles): void;
  setDiagnostics(diagnostics: readonly Diagnostic[]): void;
  goTo(path: string, line: number, column: number): void;
  dispose(): void;
};

export function createCodeEditor(parts: CodeEditorParts): CodeEditor {
  const states = new Map(
    parts.files.map((file) => [
      file.path,
      EditorState.create({
        doc: parts.texts[file.path] ?? file.starter,
        extensions: extensions(file, parts),
      }),
    ]),
  );
  let active = parts.active;
  const view = new EditorView({
    parent: parts.parent,
    state: states.get(active) ?? EditorState.create(),
  });

  function open(path: string): void {
    const state = states.get(path);
    if (path === active || state === undefined) return;
    states.set(active, view.state);
    active = path;
    view.setState(state);
  }

  /** Applies a change to a file whether or not it is the one shown. */
  function update(path: string, change: (state: EditorState) => Parameters<EditorView["dispatch"]>[0]): void {
    const state = path === active ? view.state : states.get(path);
    if (state === undefined) return;
    const transaction = state.update(change(state) as Parameters<EditorState["update"]>[0]);
    if (path === active) view.dispatch(transaction);
    else states.set(path, transaction.state);
  }

  return {
    open,
    setTexts(texts) {
      for (const [path, text] of Object.entries(texts)) {
        update(path, (state) => ({
          changes: { from: 0, to: state.doc.length, insert: text },
          userEvent: "input.replace",
        }));
        // A file that is not shown has no view to tell of the change.
        if (path !== active) parts.onChange(path, text);
      }
    },
    setDiagnostics(diagnostics) {
      for (const path of states.keys()) {
        update(path, (state) => setDiagnostics(state, marks(state, diagnostics, path)));
      }
    },
    goTo(path, line, column) {
      open(path);
      view.dispatch({ selection: { anchor: position(view.state, line, column) }, scrollIntoView: true });
      view.focus();
    },
    dispose: () => view.destroy(),
  };
}

function extensions(file: ExerciseFile, { onChange, onRun }: CodeEditorParts): Extension {
  const run = (): boolean => {
    onRun();
    return true;
  };
  return [
    keymap.of([{ key: "Mod-Enter", run }]),
    lineNumbers(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    lintGutter(),
    /\.[jt]sx?$/.test(file.path) ? javascript({ typescript: true, jsx: file.path.endsWith("x") }) : [],
    // Tab indents; Escape then Tab leaves the editor, as CodeMirror's keyboard rule has it.
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      "aria-label": `Code editor: ${file.path}${file.editable ? "" : " (read-only)"}`,
    }),
    EditorState.readOnly.of(!file.editable),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(file.path, update.state.doc.toString());
    }),
    editorTheme,
  ];
}

function marks(state: EditorState, diagnostics: readonly Diagnostic[], path: string): Mark[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.file === path)
    .map(({ line, column, message }) => {
      const from = position(state, line ?? 1, column ?? 1);
      const end = state.doc.lineAt(from).to;
      return { from, to: Math.max(from, end), severity: "error", message };
    });
}

/** Lines and columns count from 1; what lies outside the text is moved to its edge. */
function position(state: EditorState, line: number, column: number): number {
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  return Math.min(at.to, at.from + Math.max(0, column - 1));
}
