/** What ran on the deployment, as its logs list it: one entry for each call of a function. Pure. */
import type { Hop } from "../wire/handoff.ts";

export type ExecutionEntry = {
  readonly id: string;
  readonly functionPath: string;
  readonly kind: "query" | "mutation" | "action";
  /** Subject of the verified identity; null for an anonymous caller. */
  readonly caller: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly outcome: "running" | "success" | "failure";
  /** Milliseconds; null while it runs. */
  readonly durationMs: number | null;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** The error text; null without one. */
  readonly error: string | null;
  /** What it wrote to its console: `[LOG] 'text'`. */
  readonly logLines: readonly string[];
};

/** In the order in which they began. */
export function executionEntries(hops: readonly Hop[]): readonly ExecutionEntry[] {
  const entries = new Map<string, ExecutionEntry>();
  for (const { at, content } of hops) {
    if (content.type === "call") {
      const { execution: id, functionPath, kind, caller } = content;
      const none = { durationMs: null, rowsRead: 0, rowsWritten: 0, error: null, logLines: [] };
      entries.set(id, { id, functionPath, kind, caller, startedAt: at, outcome: "running", ...none });
    }
    if (content.type !== "return") continue;
    const { execution, outcome, result, rowsRead, rowsWritten, logLines = [] } = content;
    const entry = entries.get(execution);
    if (entry === undefined) continue;
    entries.set(execution, {
      ...entry,
      outcome,
      durationMs: at - entry.startedAt,
      rowsRead,
      rowsWritten,
      error: outcome === "failure" ? result : null,
      logLines,
    });
  }
  return [...entries.values()];
}
