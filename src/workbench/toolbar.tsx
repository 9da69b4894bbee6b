/** Run, Stop, Reset, and the sentence that says how the run stands. */
import { HintButton, HintCard } from "./hints/hint-card.tsx";
import { ShareButton, ShareCard } from "./share/share-card.tsx";
import { SolutionButton } from "./solution/solution-bar.tsx";
import type { WorkbenchModel } from "./state/workbench-model.ts";
import { isRunning } from "../run/runner.ts";
import { statusSentence } from "./state/sentences.ts";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

const focusOn = (id: string): void => document.getElementById(id)?.focus();

export function Toolbar({ model }: { readonly model: WorkbenchModel }) {
  const state = model.run.value;
  return (
    <div class="toolbar" role="group" aria-label="Run">
      <button
        type="button"
        class="button primary"
        id="run-button"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onClick={() => model.start()}
      >
        Run{" "}
        <kbd aria-hidden="true" class="shortcut">
          {IS_MAC ? "⌘↵" : "Ctrl ↵"}
        </kbd>
      </button>
      {isRunning(state.phase) && (
        <button
          type="button"
          class="button"
          onClick={() => {
            model.stop();
            // This button goes with the run.
            focusOn("run-button");
          }}
        >
          Stop
        </button>
      )}
      <button
        type="button"
        class="button"
        id="reset-button"
        disabled={model.options.readonly}
        onClick={() => model.reset()}
        title="Put the starter code back"
      >
        Reset
      </button>
      {model.canUndoReset.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            model.undoReset();
            focusOn("reset-button");
          }}
        >
          Undo reset
        </button>
      )}
      <HintButton model={model} />
      <SolutionButton model={model} />
      <ShareButton model={model} />
      <p role="status" aria-live="polite" class="run-status">
        {statusSentence(state, model.exercise.checks.length)}
      </p>
      <HintCard model={model} />
      <ShareCard model={model} />
    </div>
  );
}
