import type { CheckResult } from "../wire/verdict.ts";
import type { WorkbenchState } from "./state/workbench-state.ts";
import { errorSentence, verdictSentence } from "./state/status-sentence.ts";

/** Each check with its result, in the exercise's order. */
export function ChecksPane({ state }: { readonly state: WorkbenchState }) {
  const verdict = state.verdict.value;
  const error = verdict?.error ?? state.error.value;
  return (
    <>
      <p class={`verdict ${verdict === null ? "" : `verdict-${verdict.status}`}`}>
        {error
          ? errorSentence(error)
          : verdict === null
            ? "Press Run to see how far you are."
            : verdictSentence(verdict)}
      </p>
      <ol class="checks">
        {state.exercise.checks.map((check) => (
          <Check
            key={check.id}
            title={check.title}
            result={state.results.value.get(check.id)}
            hasVerdict={verdict !== null}
            onShow={state.showEvidence}
          />
        ))}
      </ol>
    </>
  );
}

function Check(props: {
  readonly title: string;
  readonly result: CheckResult | undefined;
  readonly hasVerdict: boolean;
  readonly onShow: (result: CheckResult) => void;
}) {
  const { title, result, hasVerdict, onShow } = props;
  const [icon, word] = markOf(result, hasVerdict);
  return (
    <li class={`check check-${result?.status ?? "waiting"}`}>
      <p class="check-title">
        <span aria-hidden="true">{icon}</span> {title} <span class="check-word">{word}</span>
      </p>
      {result?.status === "failed" && (
        <>
          {result.message !== undefined && <p class="check-message">{result.message}</p>}
          {(result.expected !== undefined || result.actual !== undefined) && (
            <dl class="difference">
              <dt>Expected</dt>
              <dd>
                <pre>{result.expected ?? "–"}</pre>
              </dd>
              <dt>Received</dt>
              <dd>
                <pre>{result.actual ?? "–"}</pre>
              </dd>
            </dl>
          )}
          {result.hint !== undefined && <p class="check-hint">{result.hint}</p>}
        </>
      )}
      {result !== undefined && result.evidence.length > 0 && (
        <button type="button" class="link" onClick={() => onShow(result)}>
          Show the hops<span class="visually-hidden"> of “{title}”</span>
        </button>
      )}
    </li>
  );
}

function markOf(result: CheckResult | undefined, hasVerdict: boolean): readonly [icon: string, word: string] {
  if (result === undefined) return ["·", hasVerdict ? "not reached" : "not run yet"];
  switch (result.status) {
    case "passed":
      return ["✓", "passed"];
    case "failed":
      return ["✕", "failed"];
    case "not-reached":
      return ["–", "not reached"];
    default:
      return result.status satisfies never;
  }
}
