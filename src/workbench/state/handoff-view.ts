/** What of the handoff is shown: whose hops, how many, and which one is open. */
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { sequenceRows, type SequenceRow } from "../../handoff/sequence.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { RunState } from "./run-state.ts";

/** Rows drawn at once: more would make the page slow, and nobody reads them. */
export const ROWS_SHOWN = 200;

/** The hops to which a check points. */
export type Evidence = { readonly title: string; readonly ids: ReadonlySet<string> };

export type ShownRows = {
  readonly rows: readonly SequenceRow[];
  /** Older rows left out. */
  readonly omitted: number;
  /** Background rows folded away. */
  readonly folded: number;
};

export type HandoffView = {
  readonly source: Signal<"app" | "checks">;
  readonly showsBackground: Signal<boolean>;
  readonly evidence: Signal<Evidence | null>;
  /** Id of the row whose details are open. */
  readonly selectedRow: Signal<string | null>;
  readonly shown: ReadonlySignal<ShownRows>;
  readonly hopsById: ReadonlySignal<ReadonlyMap<string, Hop>>;
};

export function createHandoffView(run: ReadonlySignal<RunState>): HandoffView {
  const source = signal<"app" | "checks">("app");
  const showsBackground = signal(false);
  const evidence = signal<Evidence | null>(null);
  const hops = computed(() => (source.value === "app" ? run.value.hops : run.value.checkHops));
  const rows = computed(() => sequenceRows(hops.value));
  return {
    source,
    showsBackground,
    evidence,
    selectedRow: signal<string | null>(null),
    shown: computed(() => selectRows(rows.value, showsBackground.value, evidence.value)),
    hopsById: computed(() => new Map(hops.value.map((hop) => [hop.id, hop]))),
  };
}

/** Folds background rows away, keeps to the evidence if there is any, and bounds the number. */
export function selectRows(
  rows: readonly SequenceRow[],
  showsBackground: boolean,
  evidence: Evidence | null,
): ShownRows {
  const wanted = evidence === null ? rows : rows.filter((row) => evidence.ids.has(row.hopId));
  const kept = showsBackground ? wanted : wanted.filter((row) => !row.minor);
  const omitted = Math.max(0, kept.length - ROWS_SHOWN);
  return { rows: kept.slice(omitted), omitted, folded: wanted.length - kept.length };
}
