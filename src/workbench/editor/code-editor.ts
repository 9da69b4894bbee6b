/** CodeMirror over the files of an exercise: one view, and one state a file, so that undo and selection stay with it. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
  undo,
} from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import {
  Compartment,
  EditorState,
  type Extension,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type Command,
} from "@codemirror/view";
import type { ExerciseFile } from "../../exercise/exercise.ts";
import type { Diagnostic, SourceFiles } from "../../wire/compiler.ts";
import { offsetOf, underline } from "./places.ts";
import { appearance } from "./theme.ts";

export type CodeEditor = {
  show(path: string): void;
  /** Puts these texts in place of the learner's, as one step that undo takes back. */
  replace(texts: SourceFiles): void;
  /** Takes back the last replacement, if nothing was typed since. */
  undoReplace(): void;
  /** Underlines the diagnostics in their files and nothing else. */
  mark(diagnostics: readonly Diagnostic[]): void;
  setReadOnly(isReadOnly: boolean): void;
  reveal(path: string, line: number, column: number): void;
  /** Adds to each file's state, in place of what was added before; texts and their history stay. */
  accompany(companionOf: (file: ExerciseFile) => Extension): void;
  /** Runs a command in the file on screen. */
  command(command: Command): void;
  destroy(): void;
};

export type CodeEditorParts = {
  readonly parent: HTMLElement;
  readonly files: readonly ExerciseFile[];
  readonly texts: SourceFiles;
  readonly path: string;
  /** Whether even the files that could be edited are only shown. */
  readonly isReadOnly: boolean;
  /** `isReplaced` tells the editor's own replacing of texts from the learner's typing. */
  readonly onChange: (path: string, text: string, isReplaced: boolean) => void;
};

const REPLACE = "handoff.replace";
const companion = new Compartment();

export function createCodeEditor({
  parent,
  files,
  texts,
  path,
  isReadOnly,
  onChange,
}: CodeEditorParts): CodeEditor {
  const states = new Map(
    files.map((file) => [file.path, createState(file, texts[file.path] ?? file.starter, isReadOnly)]),
  );
  let shown = path;
  let lastReplaced: readonly string[] = [];

  const view = new EditorView({
    parent,
    state: stateOf(path),
    dispatchTransactions(transactions) {
      view.update(transactions);
      for (const transaction of transactions) tell(shown, transaction);
    },
  });

  function stateOf(file: string): EditorState {
    return states.get(file) ?? EditorState.create();
  }

  /** Dispatches to a file whether or not it is the one on screen. */
  function dispatch(file: string, spec: TransactionSpec): void {
    if (file === shown) {
      view.dispatch(spec);
      return;
    }
    const transaction = stateOf(file).update(spec);
    states.set(file, transaction.state);
    tell(file, transaction);
  }

  function tell(file: string, transaction: Transaction): void {
    if (transaction.docChanged)
      onChange(file, transaction.state.doc.toString(), transaction.isUserEvent(REPLACE));
  }

  function show(file: string): void {
    if (file === shown || !states.has(file)) return;
    states.set(shown, view.state);
    shown = file;
    view.setState(stateOf(file));
  }

  function current(file: string): EditorState {
    return file === shown ? view.state : stateOf(file);
  }

  return {
    show,
    replace(wanted) {
      const changed = Object.entries(wanted).filter(([file, text]) => current(file).doc.toString() !== text);
      for (const [file, insert] of changed) {
        const changes = { from: 0, to: current(file).doc.length, insert };
        dispatch(file, { changes, userEvent: REPLACE, annotations: isolateHistory.of("full") });
      }
      lastReplaced = changed.map(([file]) => file);
    },
    undoReplace() {
      for (const file of lastReplaced) {
        undo({ state: current(file), dispatch: (transaction) => replay(file, transaction) });
      }
      lastReplaced = [];
    },
    mark(diagnostics) {
      for (const file of states.keys()) {
        const state = current(file);
        const own = diagnostics.filter((diagnostic) => diagnostic.file === file);
        dispatch(
          file,
          setDiagnostics(
            state,
            own.map((diagnostic) => underline(state.doc, diagnostic)),
          ),
        );
      }
    },
    setReadOnly(wanted) {
      for (const file of files) {
        dispatch(file.path, { effects: editability.reconfigure(editable(file, wanted)) });
      }
    },
    reveal(file, line, column) {
      show(file);
      const anchor = offsetOf(view.state.doc, line, column);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    accompany(companionOf) {
      for (const file of files) {
        dispatch(file.path, { effects: companion.reconfigure(companionOf(file)) });
      }
    },
    command: (command) => void command(view),
    destroy: () => view.destroy(),
  };

  function replay(file: string, transaction: Transaction): void {
    if (file === shown) {
      view.dispatch(transaction);
      return;
    }
    states.set(file, transaction.state);
    tell(file, transaction);
  }
}

/** Of every state: whether it can be edited may change while it is open. */
const editability = new Compartment();

function editable(file: ExerciseFile, isReadOnly: boolean): Extension {
  const canEdit = file.editable && !isReadOnly;
  const label = canEdit ? `Code editor: ${file.path}` : `Code editor: ${file.path} (read-only)`;
  return [
    EditorState.readOnly.of(!canEdit),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
  ];
}

function createState(file: ExerciseFile, doc: string, isReadOnly: boolean): EditorState {
  const isScript = /\.[jt]sx?$/.test(file.path);
  const extensions: Extension[] = [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    highlightSelectionMatches(),
    editability.of(editable(file, isReadOnly)),
    tabLeavesUntilTouched,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    appearance,
    companion.of([]),
    ...(isScript ? [javascript({ typescript: true, jsx: true })] : [EditorView.lineWrapping]),
  ];
  return EditorState.create({ doc, extensions });
}

/** Someone who only passes through with Tab is not caught: Tab indents once they have clicked or typed. */
const tabLeavesUntilTouched: Extension = [
  EditorView.domEventHandlers({
    focus(_, view) {
      if (!view.dom.matches(":active")) view.setTabFocusMode(true);
    },
    pointerdown(_, view) {
      view.setTabFocusMode(false);
    },
  }),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) update.view.setTabFocusMode(false);
  }),
];
