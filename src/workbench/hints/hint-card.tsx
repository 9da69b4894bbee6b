/** Hint, and the one hint that is open under the buttons. */
import type { WorkbenchModel } from "../state/workbench-model.ts";
import { hasNext, topicSentence, type ShownHint } from "./hint-topic.ts";
import "../styles/hints.css";

type Props = { readonly model: WorkbenchModel };

export function HintButton({ model }: Props) {
  const { shown, open, close } = model.hints;
  const isOpen = shown.value !== null;
  return (
    <button
      type="button"
      class="button"
      id="hint-button"
      aria-expanded={isOpen}
      aria-controls="hint-card"
      onClick={isOpen ? close : open}
    >
      Hint
    </button>
  );
}

export function HintCard({ model }: Props) {
  const shown = model.hints.shown.value;
  return (
    <div class="hint-card" id="hint-card" role="group" aria-label="Hint" data-open={shown !== null}>
      {/* Always there, so that what comes into it is announced. */}
      <div class="hint-text" aria-live="polite" aria-atomic="true">
        {shown !== null && <HintText shown={shown} />}
      </div>
      {shown !== null && <HintActions model={model} shown={shown} />}
    </div>
  );
}

function HintText({ shown }: { readonly shown: ShownHint }) {
  const { topic, index } = shown;
  const hint = topic.kind === "check" ? topic.check.hints[index] : undefined;
  return (
    <>
      <p class="hint-title">{topicSentence(shown)}</p>
      {hint !== undefined && (
        // Made at build time from trusted markdown, without raw HTML.
        <div class="prose" dangerouslySetInnerHTML={{ __html: hint.html }} />
      )}
    </>
  );
}

function HintActions({ model, shown }: Props & { readonly shown: ShownHint }) {
  const { hints, solution } = model;
  const isLast = !hasNext(shown);
  return (
    <p class="hint-actions">
      {shown.topic.kind === "check" && (
        // Kept when it has nothing more to give, so that the focus stays where it is.
        <button type="button" class="button small" aria-disabled={isLast} onClick={hints.next}>
          {isLast ? "No more hints" : "Next hint"}
        </button>
      )}
      {shown.topic.kind === "not-compiled" && (
        <button type="button" class="button small" onClick={() => openConsole(model)}>
          Open Console
        </button>
      )}
      {shown.topic.kind === "check" &&
        isLast &&
        solution.isOffered.value &&
        solution.phase.value === "hidden" && (
          <button type="button" class="button small" onClick={() => showSolution(model)}>
            Show solution instead
          </button>
        )}
      <button type="button" class="button small" onClick={() => close(model)}>
        Close hint
      </button>
    </p>
  );
}

function openConsole({ appTab, narrowView }: WorkbenchModel): void {
  appTab.value = "console";
  narrowView.value = "app";
}

function showSolution({ narrowView, solution }: WorkbenchModel): void {
  narrowView.value = "code";
  solution.show();
}

/** The closing button goes with the card; the focus goes back to where the card came from. */
function close({ hints }: WorkbenchModel): void {
  hints.close();
  document.getElementById("hint-button")?.focus();
}
