import { useComputed, useSignal } from "@preact/signals";
import { sequenceRows } from "../../handoff/sequence.ts";
import type { HopSource, WorkbenchState } from "../state/workbench-state.ts";
import { SequenceDiagram } from "./sequence-diagram.tsx";

/** Rows drawn at once: more than anybody reads, few enough to draw in a frame. */
const ROW_LIMIT = 400;

const SOURCES: readonly { id: HopSource; name: string }[] = [
  { id: "app", name: "Your app" },
  { id: "checks", name: "The checks" },
];

/** Every hop that crossed, as a sequence diagram that is also a list. */
export function HandoffPane({ state }: { readonly state: WorkbenchState }) {
  const showsMinor = useSignal(false);
  const rows = useComputed(() => sequenceRows(state.hops[state.hopSource.value].value));
  const highlighted = state.highlighted.value;
  const isShown = (row: { minor: boolean; hopId: string }): boolean =>
    showsMinor.value || !row.minor || (state.hopSource.value === "checks" && highlighted.has(row.hopId));
  const shown = rows.value.filter(isShown);
  const foldedCount = rows.value.length - shown.length;
  return (
    <>
      <div class="pane-bar">
        <label>
          Hops of{" "}
          <select
            value={state.hopSource.value}
            onChange={(event) => (state.hopSource.value = event.currentTarget.value as HopSource)}
          >
            {SOURCES.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={showsMinor.value}
            onChange={(event) => (showsMinor.value = event.currentTarget.checked)}
          />{" "}
          Show background traffic{foldedCount > 0 ? ` (${foldedCount})` : ""}
        </label>
        {highlighted.size > 0 && (
          <button type="button" class="link" onClick={() => (state.highlighted.value = new Set())}>
            Show all hops alike
          </button>
        )}
      </div>
      {shown.length > ROW_LIMIT && (
        <p class="note">
          The newest {ROW_LIMIT} of {shown.length} hops are shown.
        </p>
      )}
      <SequenceDiagram
        rows={shown.slice(-ROW_LIMIT)}
        hops={state.hops[state.hopSource.value].value}
        highlighted={state.hopSource.value === "checks" ? highlighted : NONE}
      />
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();
