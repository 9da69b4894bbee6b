/** Show solution, and the bar above the code that says what is left to take. */
import { useEffect, useRef } from "preact/hooks";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import { leftSentence } from "./offer.ts";

type Props = { readonly model: WorkbenchModel };

/** Two columns of code are legible from this width on, in CSS pixels. */
const BESIDE_FROM = 840;

export function SolutionButton({ model }: Props) {
  const { isOffered, phase, show, hide } = model.solution;
  if (!isOffered.value) return null;
  const isHidden = phase.value === "hidden";
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        if (isHidden) model.narrowView.value = "code";
        if (isHidden) show();
        else hide();
      }}
    >
      {isHidden ? "Show solution" : "Hide solution"}
    </button>
  );
}

export function SolutionBar({ model }: Props) {
  const { phase, left, canTake, goToNext, takeFile, layout } = model.solution;
  const bar = useRef<HTMLDivElement>(null);
  const sentence = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = bar.current;
    if (element === null) return undefined;
    const resizing = new ResizeObserver(() => {
      layout.value = element.clientWidth >= BESIDE_FROM ? "beside" : "below";
    });
    resizing.observe(element);
    return () => resizing.disconnect();
  }, [layout]);

  const active = model.activeFile.value;
  const differs = left.value.has(active);
  const [other] = left.value.keys();
  return (
    <div ref={bar} class="solution-bar" data-phase={phase.value}>
      <p ref={sentence} class="solution-sentence" role="status" aria-live="polite" tabIndex={-1}>
        {sentenceOf(model)}
      </p>
      {differs && (
        <button type="button" class="button small" onClick={goToNext}>
          Next change
        </button>
      )}
      {differs && canTake.value && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            takeFile(active);
            // The button goes; the sentence says what that did.
            sentence.current?.focus();
          }}
        >
          Take all of this file
        </button>
      )}
      {!differs && other !== undefined && (
        <button
          type="button"
          class="button small"
          onClick={() => model.goTo({ file: other, line: 1, column: 1 })}
        >
          Go to {other}
        </button>
      )}
      {phase.value === "unavailable" && (
        <button type="button" class="button small" onClick={() => model.solution.show()}>
          Try again
        </button>
      )}
    </div>
  );
}

function sentenceOf({ solution, activeFile }: WorkbenchModel): string {
  const { phase, left } = solution;
  switch (phase.value) {
    case "hidden":
      return "";
    case "loading":
      return "Loading the solution…";
    case "unavailable":
      return "The solution could not be loaded.";
    case "shown":
      return left.value.size === 0 || left.value.has(activeFile.value)
        ? leftSentence(left.value)
        : `${leftSentence(left.value)} This file is as in the solution.`;
    default:
      return phase.value satisfies never;
  }
}
