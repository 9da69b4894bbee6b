/** The lifelines and the hops between them: a picture for the eye, an ordered list of buttons for everyone. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Lifelines } from "../../handoff/participants.ts";
import { ROWS_SHOWN, type HandoffView } from "../state/handoff-view.ts";
import { HopDetails } from "./hop-details.tsx";
import { SequenceRowButton } from "./sequence-row.tsx";

/** How far from the end still counts as at the end. */
const END_MARGIN = 24;

type SequenceDiagramProps = {
  readonly view: HandoffView;
  readonly lifelines: Lifelines;
  /** What stands there before the first run. */
  readonly invitation: string;
  readonly hasRun: boolean;
};

export function SequenceDiagram({ view, lifelines, invitation, hasRun }: SequenceDiagramProps) {
  const { selectedRow, hopsById, evidence } = view;
  const { rows, omitted } = view.shown.value;
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  // New rows are followed only by someone who is looking at the last one and at no details.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && isAtEnd.current && selectedRow.peek() === null)
      element.scrollTop = element.scrollHeight;
  }, [rows, selectedRow]);

  // Evidence is read from its beginning.
  const proven = evidence.value;
  useLayoutEffect(() => {
    if (proven === null) return;
    isAtEnd.current = false;
    scroller.current?.scrollTo({ top: 0 });
  }, [proven]);

  function onScroll(): void {
    const element = scroller.current;
    if (element === null) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_MARGIN;
  }

  return (
    <div
      class="diagram scroll"
      ref={scroller}
      onScroll={onScroll}
      role="region"
      aria-label="Sequence of hops"
      style={{ "--lifelines": String(lifelines.length) }}
    >
      <ul class="participants" aria-label="Participants">
        {lifelines.map(({ id, name }) => (
          <li key={id}>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      {omitted > 0 && (
        <p class="pane-note">
          Showing the last {ROWS_SHOWN} hops; {omitted.toLocaleString("en")} older ones are left out.
        </p>
      )}
      {rows.length === 0 && <p class="diagram-empty">{hasRun ? "No hops yet." : invitation}</p>}
      <ol class={rows.length === 0 ? "rows is-empty" : "rows"} aria-label="Hops">
        {rows.map((row) => {
          const isOpen = selectedRow.value === row.id;
          const hop = isOpen ? hopsById.value.get(row.hopId) : undefined;
          return (
            <li key={row.id}>
              <SequenceRowButton
                row={row}
                lifelines={lifelines}
                isOpen={isOpen}
                onToggle={() => (selectedRow.value = isOpen ? null : row.id)}
              />
              {hop !== undefined && <HopDetails row={row} hop={hop} lifelines={lifelines} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
