/** What each check found, with the evidence for it. */
import type { ExerciseCheck } from "../../exercise/exercise.ts";
import type { CheckResult } from "../../wire/verdict.ts";
import { isRunning } from "../../run/runner.ts";
import { verdictSentence } from "../state/sentences.ts";
import type { WorkbenchModel } from "../state/workbench-model.ts";

/** `passed before`: not run in this page, but a host has told so. */
type Standing = "passed" | "passed before" | "failed" | "not reached" | "not run yet" | "running";

const ICONS: Readonly<Record<Standing, string>> = {
  passed: "✓",
  "passed before": "✓",
  failed: "✕",
  "not reached": "–",
  "not run yet": "○",
  running: "…",
};

export function ChecksPane({ model }: { readonly model: WorkbenchModel }) {
  const state = model.run.value;
  const { checks } = model.exercise;
  return (
    <div class="checks scroll" tabIndex={0} role="group" aria-label="Results of the checks">
      <p class={`verdict verdict-${state.verdict?.status ?? "none"}`}>
        {verdictSentence(state, checks.length)}
      </p>
      <ol class="check-list">
        {checks.map((check) => {
          const result = state.results.get(check.id);
          const standing = standingOf(
            result,
            state.runId !== null && isRunning(state.phase) && state.verdict === null,
            model.reached.value.checks.has(check.id),
          );
          return <Check key={check.id} model={model} check={check} result={result} standing={standing} />;
        })}
      </ol>
    </div>
  );
}

function standingOf(result: CheckResult | undefined, isAwaited: boolean, wasPassed: boolean): Standing {
  if (result === undefined) return isAwaited ? "running" : wasPassed ? "passed before" : "not run yet";
  return result.status === "not-reached" ? "not reached" : result.status;
}

type CheckProps = {
  readonly model: WorkbenchModel;
  readonly check: ExerciseCheck;
  readonly result: CheckResult | undefined;
  readonly standing: Standing;
};

function Check({ model, check, result, standing }: CheckProps) {
  const evidence = result?.evidence ?? [];
  return (
    <li class={`check check-${standing.replaceAll(" ", "-")}`}>
      <p class="check-head">
        <span class="check-icon" aria-hidden="true">
          {ICONS[standing]}
        </span>
        <span class="check-title">{check.title}</span>
        <span class="check-standing">{standing}</span>
      </p>
      {result?.message !== undefined && <p class="check-message">{result.message}</p>}
      {(result?.expected !== undefined || result?.actual !== undefined) && (
        <dl class="comparison">
          {result.expected !== undefined && <Compared term="Expected" value={result.expected} />}
          {result.actual !== undefined && <Compared term="Actual" value={result.actual} />}
        </dl>
      )}
      {(standing === "failed" || evidence.length > 0) && (
        <p class="check-actions">
          {standing === "failed" && (
            <button type="button" class="link" onClick={() => model.hints.openFor(check)}>
              Hint<span class="visually-hidden"> for “{check.title}”</span>
            </button>
          )}
          {evidence.length > 0 && (
            <button type="button" class="link" onClick={() => model.showHops(check.title, evidence)}>
              Show the hops<span class="visually-hidden"> of “{check.title}”</span>
            </button>
          )}
        </p>
      )}
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
