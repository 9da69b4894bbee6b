/** What one run of one variant found. */
import type { CheckResult } from "../../wire/verdict.ts";
import { expectationSentence } from "../../exercise/expected.ts";
import type { ExerciseRows, VariantState } from "./matrix.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { outcomeWord } from "./sentences.ts";
import type { Variant } from "../../exercise/variants.ts";

type DetailProps = {
  readonly row: ExerciseRows;
  readonly variant: Variant;
  readonly state: VariantState;
  /** Only this one; null shows all. */
  readonly check: string | null;
  readonly onClose: () => void;
};

export function DetailPanel({ row, variant, state, check, onClose }: DetailProps) {
  const { checks } = row.exercise;
  const titleOf = (id: string): string => checks.find((candidate) => candidate.id === id)?.title ?? id;
  const title = check === null ? variant.name : `${variant.name}: ${titleOf(check)}`;
  return (
    <PanelFrame title={title} onClose={onClose}>
      <p>
        {expectationSentence(variant.expectation, titleOf)} It is: {outcomeWord(state)}.
      </p>
      {state.type === "done" && <Found result={state.result} check={check} />}
    </PanelFrame>
  );
}

type FoundProps = {
  readonly result: Extract<VariantState, { type: "done" }>["result"];
  readonly check: string | null;
};

function Found({ result: { faults, verdict }, check }: FoundProps) {
  const shown = verdict.checks.filter(({ id }) => check === null || id === check);
  return (
    <>
      {faults.length > 0 && (
        <ul class="faults" aria-label="Not as expected">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {verdict.error !== undefined && (
        <p class="check-message">
          {verdict.error.code}: {verdict.error.message}
        </p>
      )}
      <ol aria-label="Checks">
        {shown.map((found) => (
          <FoundCheck key={found.id} found={found} />
        ))}
      </ol>
      <p class="small-print">
        The whole run took {verdict.durationMs} ms and ended as: {verdict.status}.
      </p>
    </>
  );
}

function FoundCheck({ found }: { readonly found: CheckResult }) {
  const { title, status, message, expected, actual, hint, durationMs } = found;
  const word = status === "not-reached" ? "not reached" : status;
  return (
    <li class={`check check-${status}`}>
      <p class="check-head">
        <span class="check-icon" aria-hidden="true">
          {status === "passed" ? "✓" : status === "failed" ? "✕" : "–"}
        </span>
        <span class="check-title">{title}</span>
        <span class="check-standing">
          {word}, {Math.round(durationMs)} ms
        </span>
      </p>
      {message !== undefined && <p class="check-message">{message}</p>}
      {(expected !== undefined || actual !== undefined) && (
        <dl class="comparison">
          {expected !== undefined && <Compared term="Expected" value={expected} />}
          {actual !== undefined && <Compared term="Actual" value={actual} />}
        </dl>
      )}
      {hint !== undefined && <p class="check-message">Hint: {hint}</p>}
    </li>
  );
}

function Compared({ term, value }: { readonly term: string; readonly value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <pre tabIndex={0}>{value}</pre>
      </dd>
    </div>
  );
}
