/** What the app, the functions and the sandbox have said, after what kept the code from running. */
import type { Diagnostic } from "../../wire/compiler.ts";
import type { ConsoleEntry } from "../../run/runner.ts";
import { droppedSentence } from "../state/console-log.ts";
import type { WorkbenchModel } from "../state/workbench-model.ts";

const SOURCES: Readonly<Record<ConsoleEntry["source"], string>> = {
  app: "app",
  function: "function",
  client: "client",
  server: "server",
  sandbox: "sandbox",
};

export function ConsolePane({ model }: { readonly model: WorkbenchModel }) {
  const { console: log, diagnostics, error } = model.run.value;
  const dropped = droppedSentence(log);
  const isEmpty = log.entries.length === 0 && diagnostics.length === 0 && error === null;
  return (
    <div class="console">
      <div class="pane-bar">
        <p class="pane-note">{isEmpty ? "Nothing has been logged." : (dropped ?? "")}</p>
        <button type="button" class="button small" onClick={() => model.clearConsole()}>
          Clear
        </button>
      </div>
      <div class="scroll" tabIndex={0} role="log" aria-label="Console entries" aria-live="off">
        {diagnostics.length > 0 && (
          <ol class="diagnostics" aria-label="Compile errors">
            {diagnostics.map((diagnostic, index) => (
              <DiagnosticEntry key={index} model={model} diagnostic={diagnostic} />
            ))}
          </ol>
        )}
        {error !== null && diagnostics.length === 0 && (
          <p class="entry entry-error">
            <span class="entry-label">error · {error.code}</span>
            <span class="entry-text">{error.message}</span>
          </p>
        )}
        <ol class="entries">
          {log.entries.map((entry, index) => (
            <li key={log.dropped + index} class={`entry entry-${entry.level}`}>
              <span class="entry-label">
                {entry.level === "log" ? "" : `${entry.level} · `}
                {SOURCES[entry.source]}
              </span>
              <span class="entry-text">{entry.text}</span>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

type DiagnosticEntryProps = { readonly model: WorkbenchModel; readonly diagnostic: Diagnostic };

function DiagnosticEntry({ model, diagnostic }: DiagnosticEntryProps) {
  const { file, line, column, message, lineText } = diagnostic;
  return (
    <li class="entry entry-error">
      {file === null ? (
        <span class="entry-label">error</span>
      ) : (
        <button
          type="button"
          class="link entry-label"
          onClick={() => model.goTo({ file, line: line ?? 1, column: column ?? 1 })}
        >
          {[file, line, column].filter((part) => part !== null).join(":")}
        </button>
      )}
      <span class="entry-text">
        {message}
        {lineText !== null && (
          <code class="offending-line">
            {lineText}
            {column !== null && `\n${" ".repeat(column - 1)}^`}
          </code>
        )}
      </span>
    </li>
  );
}
