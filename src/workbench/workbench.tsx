import { useRef } from "preact/hooks";
import type { Runner } from "../run/runner.ts";
import type { Diagnostic } from "../wire/compiler.ts";
import { ChecksPane } from "./checks-pane.tsx";
import { ConsolePane } from "./console-pane.tsx";
import type { CodeEditor } from "./editor/code-editor.ts";
import { EditorColumn } from "./editor/editor-column.tsx";
import { HandoffPane } from "./handoff/handoff-pane.tsx";
import { Header } from "./header.tsx";
import { LessonColumn } from "./lesson-column.tsx";
import { PreviewPane } from "./preview-pane.tsx";
import type { View, WorkbenchState } from "./state/workbench-state.ts";
import { TabList, TabPanel } from "./tabs.tsx";
import "./styles/theme.css";
import "./styles/workbench.css";
import "./styles/panes.css";
import "./styles/handoff.css";

/** The whole page of one exercise. */
export function Workbench({ state, runner }: { readonly state: WorkbenchState; readonly runner: Runner }) {
  const editor = useRef<CodeEditor | null>(null);

  function goTo(diagnostic: Diagnostic): void {
    if (diagnostic.file === null) return;
    state.view.value = "code";
    state.activeFile.value = diagnostic.file;
    editor.current?.goTo(diagnostic.file, diagnostic.line ?? 1, diagnostic.column ?? 1);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Inside the editor its own key binding has answered already.
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    state.run();
  }

  const failures = [...state.results.value.values()].filter((result) => result.status === "failed").length;
  return (
    <div class="workbench" data-view={state.view.value} onKeyDown={onKeyDown}>
      <a class="skip" href="#code-column">
        Skip to the code
      </a>
      <Header state={state} />
      <main class="columns">
        <LessonColumn state={state} />
        <div id="code-column" class="column-box code-box" tabIndex={-1}>
          <EditorColumn state={state} onEditor={(created) => (editor.current = created)} />
        </div>
        <div class="column-box output-box">
          <section class="pane pane-output" aria-label="Output">
            <TabList
              label="Output"
              group="output"
              tabs={[
                { id: "preview", name: "Preview" },
                { id: "console", name: "Console", ...countBadge(state.console.value.length) },
              ]}
              selected={state.outputTab.value}
              onSelect={(id) => (state.outputTab.value = id)}
            />
            <TabPanel
              group="output"
              id="preview"
              isSelected={state.outputTab.value === "preview"}
              class="panel-preview"
            >
              <PreviewPane state={state} runner={runner} />
            </TabPanel>
            <TabPanel group="output" id="console" isSelected={state.outputTab.value === "console"}>
              <ConsolePane state={state} onGoTo={goTo} />
            </TabPanel>
          </section>
          <section class="pane pane-insight" aria-label="Insight">
            <TabList
              label="Insight"
              group="insight"
              tabs={[
                { id: "handoff", name: "Handoff" },
                { id: "checks", name: "Checks", ...countBadge(failures) },
              ]}
              selected={state.insightTab.value}
              onSelect={(id) => (state.insightTab.value = id)}
            />
            <TabPanel group="insight" id="handoff" isSelected={state.insightTab.value === "handoff"}>
              <HandoffPane state={state} />
            </TabPanel>
            <TabPanel group="insight" id="checks" isSelected={state.insightTab.value === "checks"}>
              <ChecksPane state={state} />
            </TabPanel>
          </section>
        </div>
      </main>
      <NarrowBar state={state} />
    </div>
  );
}

function countBadge(count: number): { badge?: string } {
  return count === 0 ? {} : { badge: String(count) };
}

const VIEWS: readonly { id: View; name: string }[] = [
  { id: "lesson", name: "Lesson" },
  { id: "code", name: "Code" },
  { id: "app", name: "App" },
  { id: "handoff", name: "Handoff" },
  { id: "checks", name: "Checks" },
];

/** On a narrow screen: one column at a time. */
function NarrowBar({ state }: { readonly state: WorkbenchState }) {
  function show(view: View): void {
    state.view.value = view;
    if (view === "handoff" || view === "checks") state.insightTab.value = view;
  }
  return (
    <nav class="narrow-bar" aria-label="Parts of the workbench">
      {VIEWS.map((view) => (
        <button
          key={view.id}
          type="button"
          aria-current={state.view.value === view.id ? "true" : undefined}
          onClick={() => show(view.id)}
        >
          {view.name}
        </button>
      ))}
    </nav>
  );
}
