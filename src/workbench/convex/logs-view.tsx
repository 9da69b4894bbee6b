/** What ran on the deployment since the run began and what it logged, newest first. */
import { executionEntries, type ExecutionEntry } from "../../handoff/executions.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { InstanceView } from "../../wire/issuer.ts";

const ENTRIES_SHOWN = 200;

type LogsViewProps = { readonly hops: readonly Hop[]; readonly people: InstanceView["people"] };

export function LogsView({ hops, people }: LogsViewProps) {
  const entries = executionEntries(hops).slice(-ENTRIES_SHOWN).toReversed();
  const name = (subject: string): string => people.find(({ id }) => id === subject)?.name ?? subject;
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Function calls">
      {entries.length === 0 && <p class="dashboard-empty">No function has been called in this run.</p>}
      {entries.length > 0 && (
        <table class="logs" aria-label="Function calls">
          <thead>
            <tr>
              {["Time", "Function", "Caller", "Outcome", "Rows"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry
                key={entry.id}
                entry={entry}
                caller={entry.caller === null ? "anonymous" : name(entry.caller)}
              />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Entry({ entry, caller }: { readonly entry: ExecutionEntry; readonly caller: string }) {
  const { startedAt, functionPath, kind, outcome, durationMs, rowsRead, rowsWritten, error, logLines } =
    entry;
  return (
    <tr>
      <td>{new Date(startedAt).toLocaleTimeString()}</td>
      <td>
        {functionPath} <span class="soft">{kind}</span>
      </td>
      <td>{caller}</td>
      <td class={outcome === "failure" ? "is-refused" : ""}>
        {outcome}
        {durationMs !== null && <span class="soft"> {durationMs.toFixed(1)} ms</span>}
        {error !== null && <span class="log-error">{error}</span>}
        {logLines.length > 0 && <span class="log-lines">{logLines.join("\n")}</span>}
      </td>
      <td>
        {rowsRead} read, {rowsWritten} written
      </td>
    </tr>
  );
}
