/** The handoff: whose hops to show, how much of them, and the diagram. */
import { useId } from "preact/hooks";
import type { ExerciseKind } from "../../exercise/exercise.ts";
import { lifelinesOf } from "../../handoff/participants.ts";
import { ClockBar } from "../clock/clock-bar.tsx";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import { SequenceDiagram } from "./sequence-diagram.tsx";
import "../styles/handoff.css";

const INVITATIONS: Readonly<Record<ExerciseKind, string>> = {
  app: "Press Run, then sign in in your app: every message between the five appears here.",
  script: "Press Run: every message between the four appears here.",
};

export function HandoffPane({ model }: { readonly model: WorkbenchModel }) {
  const { handoff } = model;
  const { kind } = model.exercise;
  const { source, showsBackground, evidence, shown } = handoff;
  const id = useId();
  return (
    <div class="handoff">
      <div class="pane-bar">
        <label for={`${id}-source`}>Hops of</label>
        <select
          id={`${id}-source`}
          value={source.value}
          onChange={(event) => {
            source.value = event.currentTarget.value === "checks" ? "checks" : "app";
            evidence.value = null;
          }}
        >
          <option value="app">{kind === "app" ? "Your app" : "Your script"}</option>
          <option value="checks">The checks</option>
        </select>
        <label class="toggle">
          <input
            type="checkbox"
            checked={showsBackground.value}
            onChange={(event) => (showsBackground.value = event.currentTarget.checked)}
          />
          Show background traffic
          {shown.value.folded > 0 && <span class="count"> ({shown.value.folded} hidden)</span>}
        </label>
      </div>
      {model.dashboards !== null && <ClockBar view={model.dashboards.clock} />}
      {evidence.value !== null && (
        <p class="evidence">
          <span>What happened during “{evidence.value.title}”.</span>
          <button type="button" class="link" onClick={() => (evidence.value = null)}>
            Show all hops
          </button>
        </p>
      )}
      <SequenceDiagram
        view={handoff}
        lifelines={lifelinesOf(kind)}
        invitation={INVITATIONS[kind]}
        hasRun={model.run.value.runId !== null}
      />
    </div>
  );
}
