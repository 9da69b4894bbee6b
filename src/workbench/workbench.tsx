/** The whole page of one exercise: lesson, code, the learner's app, the handoff and the checks. */
import { render } from "preact";
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ClerkPane } from "./clerk/clerk-pane.tsx";
import { ConvexPane } from "./convex/convex-pane.tsx";
import { EmbeddedHeader } from "./embedded-header.tsx";
import { EditorPane } from "./editor/editor-pane.tsx";
import { HandoffPane } from "./handoff/handoff-pane.tsx";
import { Header } from "./header.tsx";
import type { OfflineModel } from "./offline-control.tsx";
import { ChecksPane } from "./panes/checks-pane.tsx";
import { ConsolePane } from "./panes/console-pane.tsx";
import { LessonPane } from "./panes/lesson-pane.tsx";
import { PreviewPane } from "./panes/preview-pane.tsx";
import {
  createWorkbenchModel,
  type NarrowView,
  type WorkbenchModel,
  type WorkbenchParts,
} from "./state/workbench-model.ts";
import { layoutOf } from "./state/layout.ts";
import { TabList, TabPanel, type Tab } from "./tabs.tsx";
import type { Theme } from "../wire/options.ts";
import { LinkNotice } from "./share/share-card.tsx";
import { Toolbar } from "./toolbar.tsx";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/panes.css";
import "./styles/embedded.css";

export type Mounted = { readonly model: WorkbenchModel; dispose(): void };

/** Shows the exercise in `root`; `dispose` takes it away and ends what runs. */
export function mountWorkbench(root: HTMLElement, parts: WorkbenchParts, offline: OfflineModel): Mounted {
  const model = createWorkbenchModel(parts);
  document.title = `${parts.exercise.title} · Handoff`;
  root.replaceChildren();
  render(<Workbench model={model} offline={offline} />, root);
  const unfollow = effect(() => {
    const { theme } = model.options;
    showTheme(theme);
    model.runner.setTheme(theme === "auto" ? null : theme);
  });
  return {
    model,
    dispose() {
      unfollow();
      render(null, root);
      model.dispose();
    },
  };
}

function showTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "auto") delete dataset["theme"];
  else dataset["theme"] = theme;
}

/** What the learner's code puts out: an app, or lines in the console. */
const outputName = ({ exercise }: WorkbenchModel): string => (exercise.kind === "app" ? "App" : "Console");

const narrowTabs = (model: WorkbenchModel): readonly Tab<NarrowView>[] => [
  { id: "lesson", name: "Lesson" },
  { id: "code", name: "Code" },
  { id: "app", name: outputName(model) },
  { id: "handoff", name: "Handoff" },
  { id: "checks", name: "Checks", panel: "view-panel-handoff" },
];

type WorkbenchProps = { readonly model: WorkbenchModel; readonly offline: OfflineModel };

function Workbench({ model, offline }: WorkbenchProps) {
  const { narrowView, judgeTab, options } = model;
  useEffect(() => listenForRun(model), [model]);
  useEffect(() => listenForLinks(model), [model]);
  return (
    <div
      class={options.embed ? "workbench is-embedded" : "workbench"}
      data-view={narrowView.value}
      data-layout={layoutOf(options)}
      data-height={options.height}
    >
      <a class="skip-link" href="#code">
        Skip to the code
      </a>
      <div>
        {options.embed ? (
          <EmbeddedHeader model={model} offline={offline} />
        ) : (
          <Header model={model} offline={offline} />
        )}
        {model.notice !== undefined && (
          <aside class="previewed" aria-label="Notice">
            {model.notice}
          </aside>
        )}
        <LinkNotice model={model} />
      </div>
      <main class="columns">
        {!options.embed && (
          <section
            class="lesson view view-lesson scroll"
            id="view-panel-lesson"
            aria-label="Lesson"
            tabIndex={0}
          >
            <LessonPane exercise={model.exercise} />
          </section>
        )}
        <section class="code view view-code" id="view-panel-code" aria-label="Code">
          <span id="code" tabIndex={-1} />
          <EditorPane model={model} />
        </section>
        <Toolbar model={model} />
        <div class="output">
          <AppPane model={model} />
          <JudgePane model={model} />
        </div>
      </main>
      <nav aria-label="Views">
        <TabList
          label="Views"
          prefix="view"
          class="view-tabs"
          tabs={options.embed ? narrowTabs(model).filter(({ id }) => id !== "lesson") : narrowTabs(model)}
          selected={narrowView}
          onSelect={(view) => {
            if (view === "handoff" || view === "checks") judgeTab.value = view;
          }}
        />
      </nav>
    </div>
  );
}

function AppPane({ model }: { readonly model: WorkbenchModel }) {
  const { appTab, run, exercise, dashboards } = model;
  const isApp = exercise.kind === "app";
  const { console: log, diagnostics } = run.value;
  const count = log.entries.length + diagnostics.length;
  return (
    <section class="pane view view-app" id="view-panel-app" aria-label={outputName(model)}>
      <TabList
        label={outputName(model)}
        prefix="app"
        selected={appTab}
        tabs={[
          ...(isApp ? ([{ id: "preview", name: "Preview" }] as const) : []),
          { id: "console", name: "Console", badge: count === 0 ? null : String(count) },
          ...(dashboards === null
            ? []
            : ([
                { id: "clerk", name: "Clerk" },
                { id: "convex", name: "Convex" },
              ] as const)),
        ]}
      />
      <div class="tab-panels">
        {isApp && (
          <TabPanel prefix="app" id="preview" selected={appTab} hasFrame>
            <PreviewPane model={model} />
          </TabPanel>
        )}
        <TabPanel prefix="app" id="console" selected={appTab}>
          <ConsolePane model={model} />
        </TabPanel>
        {dashboards !== null && (
          <>
            <TabPanel prefix="app" id="clerk" selected={appTab}>
              <ClerkPane view={dashboards.clerk} />
            </TabPanel>
            <TabPanel prefix="app" id="convex" selected={appTab}>
              <ConvexPane model={model} view={dashboards.convex} />
            </TabPanel>
          </>
        )}
      </div>
    </section>
  );
}

function JudgePane({ model }: { readonly model: WorkbenchModel }) {
  const { judgeTab, run, exercise } = model;
  const results = [...run.value.results.values()];
  const passed = results.filter(({ status }) => status === "passed").length;
  return (
    <section
      class="pane view view-handoff view-checks"
      id="view-panel-handoff"
      aria-label="Handoff and checks"
    >
      <TabList
        label="Handoff and checks"
        prefix="judge"
        class="judge-tabs"
        selected={judgeTab}
        tabs={[
          { id: "handoff", name: "Handoff" },
          {
            id: "checks",
            name: "Checks",
            badge: results.length === 0 ? null : `${passed}/${exercise.checks.length}`,
          },
        ]}
      />
      <div class="tab-panels">
        <TabPanel prefix="judge" id="handoff" selected={judgeTab}>
          <HandoffPane model={model} />
        </TabPanel>
        <TabPanel prefix="judge" id="checks" selected={judgeTab}>
          <ChecksPane model={model} />
        </TabPanel>
      </div>
    </section>
  );
}

/** Ctrl/Cmd+Enter runs from everywhere on the page, the editor included. */
function listenForRun(model: WorkbenchModel): () => void {
  const listening = new AbortController();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    model.start();
  };
  window.addEventListener("keydown", onKeyDown, { capture: true, signal: listening.signal });
  return () => listening.abort();
}

/** A link to code that is opened while the exercise is. */
function listenForLinks({ share }: WorkbenchModel): () => void {
  const onHashChange = (): void => void share.openLink(location.hash);
  window.addEventListener("hashchange", onHashChange);
  return () => window.removeEventListener("hashchange", onHashChange);
}
