/** One hop as an arrow between two lifelines. */
import { participantIndex, participantName, type Lifelines } from "../../handoff/participants.ts";
import type { SequenceRow } from "../../handoff/sequence.ts";

type SequenceRowProps = {
  readonly row: SequenceRow;
  readonly lifelines: Lifelines;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
};

const TOKEN_WORDS = {
  unverified: "token",
  accepted: "token ✓ accepted",
  refused: "token ✕ refused",
} as const;

export function SequenceRowButton({ row, lifelines, isOpen, onToggle }: SequenceRowProps) {
  const from = participantIndex(lifelines, row.from);
  const to = participantIndex(lifelines, row.to);
  const left = Math.min(from, to);
  const right = Math.max(from, to);
  const classes = [
    "row",
    `tone-${row.tone}`,
    from < to ? "to-right" : "to-left",
    row.derived ? "is-derived" : "",
    isOpen ? "is-open" : "",
  ];
  return (
    <button
      type="button"
      id={`row-${row.id}`}
      class={classes.join(" ")}
      aria-expanded={isOpen}
      style={{ "--left": String(left), "--right": String(right) }}
      onClick={onToggle}
    >
      <span class="visually-hidden">
        {participantName(lifelines, row.from)} to {participantName(lifelines, row.to)}:{" "}
      </span>
      <span class={`row-label ${labelSide(left, right, lifelines.length)}`}>
        <span class="row-title">{row.title}</span>
        {row.token !== null && <span class={`token-chip token-${row.token}`}>{TOKEN_WORDS[row.token]}</span>}
      </span>
      <span class="arrow" aria-hidden="true">
        {row.token !== null && <KeyMark />}
      </span>
    </button>
  );
}

/** Labels are longer than most arrows: they grow towards the middle of the diagram. */
function labelSide(left: number, right: number, count: number): string {
  if (left === 0) return "label-left";
  return right === count - 1 ? "label-right" : "label-middle";
}

/** A key on the arrow: this hop carries a token. */
function KeyMark() {
  return (
    <svg class="key" viewBox="0 0 20 20" width="18" height="18">
      <circle cx="10" cy="10" r="9" class="key-disc" />
      <path
        d="M7.2 7.4a2.6 2.6 0 1 0 2.4 3.5h1.5l.9.9.9-.9.9.9 1.4-1.5-.7-.9H9.6a2.6 2.6 0 0 0-2.4-2z"
        class="key-shape"
      />
    </svg>
  );
}
