import type { Diagnostic } from "../wire/compiler.ts";
import type { WorkbenchState } from "./state/workbench-state.ts";

/** Compile errors with their places, then what the app, the functions and the sandbox said. */
export function ConsolePane(props: {
  readonly state: WorkbenchState;
  readonly onGoTo: (diagnostic: Diagnostic) => void;
}) {
  const { state, onGoTo } = props;
  const entries = state.console.value;
  const diagnostics = state.diagnostics.value;
  return (
    <>
      <div class="pane-bar">
        <span>{entries.length + diagnostics.length === 0 ? "Nothing yet." : ""}</span>
        <button type="button" class="link" onClick={state.clearConsole}>
          Clear console
        </button>
      </div>
      {diagnostics.length > 0 && (
        <ul class="diagnostics" aria-label="Compile errors">
          {diagnostics.map((diagnostic, index) => (
            <li key={index}>
              {diagnostic.file !== null && (
                <button type="button" class="link place" onClick={() => onGoTo(diagnostic)}>
                  {diagnostic.file}:{diagnostic.line}:{diagnostic.column}
                </button>
              )}
              <p>{diagnostic.message}</p>
              {diagnostic.lineText !== null && <pre>{pointer(diagnostic)}</pre>}
            </li>
          ))}
        </ul>
      )}
      {state.droppedLines.value > 0 && (
        <p class="note">{state.droppedLines.value} older lines were dropped.</p>
      )}
      <ol class="console" aria-label="Console output">
        {entries.map((entry, index) => (
          <li key={state.droppedLines.value + index} class={`line line-${entry.level}`}>
            <span class="source">
              {entry.source}
              {entry.level === "error" || entry.level === "warn" ? ` ${entry.level}` : ""}
            </span>
            <pre>{entry.text}</pre>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The offending line with a caret under the column. */
function pointer({ lineText, column }: Diagnostic): string {
  const line = (lineText ?? "").replaceAll("\t", " ");
  return `${line}\n${" ".repeat(Math.max(0, (column ?? 1) - 1))}^`;
}
