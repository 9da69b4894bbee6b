import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { PARTICIPANTS, participantIndex, participantName } from "../../handoff/participants.ts";
import type { SequenceRow } from "../../handoff/sequence.ts";
import type { Hop } from "../../wire/handoff.ts";
import { HopDetails } from "./hop-details.tsx";

/**
 * Five lifelines, one row a hop. In reading order it is an ordered list of buttons; each opens its hop in place.
 */
export function SequenceDiagram(props: {
  readonly rows: readonly SequenceRow[];
  readonly hops: readonly Hop[];
  readonly highlighted: ReadonlySet<string>;
}) {
  const { rows, hops, highlighted } = props;
  const opened = useSignal<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(".hop-highlighted")?.scrollIntoView({ block: "nearest" });
  }, [highlighted]);

  function toggle(id: string): void {
    const next = new Set(opened.value);
    if (!next.delete(id)) next.add(id);
    opened.value = next;
  }

  if (rows.length === 0) return <p class="empty">Nothing has crossed yet. Press Run and watch.</p>;
  return (
    <div class="sequence">
      <div class="participants" aria-hidden="true">
        {PARTICIPANTS.map(({ id, name }) => (
          <span key={id}>{name}</span>
        ))}
      </div>
      <ol class="hops" aria-label="Hops" ref={list}>
        {rows.map((row) => (
          <HopRow
            key={row.id}
            row={row}
            hop={opened.value.has(row.id) ? (hops.find((hop) => hop.id === row.hopId) ?? null) : null}
            isOpen={opened.value.has(row.id)}
            isHighlighted={highlighted.has(row.hopId)}
            onToggle={() => toggle(row.id)}
          />
        ))}
      </ol>
    </div>
  );
}

function HopRow(props: {
  readonly row: SequenceRow;
  readonly hop: Hop | null;
  readonly isOpen: boolean;
  readonly isHighlighted: boolean;
  readonly onToggle: () => void;
}) {
  const { row, hop, isOpen, isHighlighted, onToggle } = props;
  const from = lifeline(participantIndex(row.from));
  const to = lifeline(participantIndex(row.to));
  const middle = (from + to) / 2;
  return (
    <li
      class={`hop hop-${row.tone} ${row.derived ? "hop-derived" : ""} ${isHighlighted ? "hop-highlighted" : ""}`}
    >
      <button type="button" class="hop-button" aria-expanded={isOpen} onClick={onToggle}>
        <span class="visually-hidden">
          {participantName(row.from)} to {participantName(row.to)}:{" "}
        </span>
        <span class="hop-label" style={{ left: `${middle}%`, transform: `translateX(-${middle}%)` }}>
          {MARKS[row.token ?? "none"]}
          {row.title}
        </span>
        <span
          class={`hop-arrow ${to > from ? "hop-right" : "hop-left"}`}
          aria-hidden="true"
          style={{ left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` }}
        />
      </button>
      {isOpen && <HopDetails row={row} hop={row.derived ? null : hop} />}
    </li>
  );
}

/** A shape and a word beside each token, so that colour is never the only sign. */
const MARKS = {
  none: null,
  unverified: <span class="mark mark-token">◆ token</span>,
  accepted: <span class="mark mark-accepted">✓ accepted</span>,
  refused: <span class="mark mark-refused">✕ refused</span>,
} as const;

/** Where a lifeline stands, in percent of the diagram's width. */
function lifeline(index: number): number {
  return ((index + 0.5) / PARTICIPANTS.length) * 100;
}
