import { useSignal } from "@preact/signals";
import { starterFiles } from "../../exercise/exercise.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { WorkbenchState } from "../state/workbench-state.ts";
import type { CodeEditor } from "./code-editor.ts";

/** Run, Stop, Reset, and the run in one sentence. */
export function Toolbar({
  state,
  editor,
}: {
  readonly state: WorkbenchState;
  readonly editor: CodeEditor | null;
}) {
  /** The texts before Reset, as long as it can be taken back. */
  const before = useSignal<SourceFiles | null>(null);

  function reset(): void {
    before.value = state.files.value;
    editor?.setTexts(changed(starterFiles(state.exercise), state.files.value));
    void state.resetBackend();
  }

  function undoReset(): void {
    if (before.value !== null) editor?.setTexts(changed(before.value, state.files.value));
    before.value = null;
  }

  return (
    <div class="toolbar">
      <button type="button" class="primary" onClick={state.run} aria-keyshortcuts="Control+Enter Meta+Enter">
        Run <kbd aria-hidden="true">{SHORTCUT}</kbd>
      </button>
      <button type="button" onClick={state.stop} disabled={!state.isRunning.value}>
        Stop
      </button>
      <button type="button" onClick={reset} disabled={editor === null}>
        Reset
      </button>
      {before.value !== null && (
        <button type="button" onClick={undoReset}>
          Undo reset
        </button>
      )}
      <p class="status" role="status">
        {state.status.value}
      </p>
    </div>
  );
}

const SHORTCUT = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘↵" : "Ctrl ↵";

/** Only the files whose text would change: an edit that changes nothing should not stand in the history. */
function changed(wanted: SourceFiles, present: SourceFiles): SourceFiles {
  return Object.fromEntries(Object.entries(wanted).filter(([path, text]) => present[path] !== text));
}
