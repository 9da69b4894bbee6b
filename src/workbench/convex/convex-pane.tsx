/** The Convex deployment as its owner sees it: a small dashboard. */
import type { WorkbenchModel } from "../state/workbench-model.ts";
import { TabList, TabPanel } from "../tabs.tsx";
import type { ConvexView } from "./convex-view.ts";
import { DataView } from "./data-view.tsx";
import { FunctionsView } from "./functions-view.tsx";
import { LogsView } from "./logs-view.tsx";
import { SettingsView } from "./settings-view.tsx";
import "../styles/dashboard.css";

type ConvexPaneProps = { readonly model: WorkbenchModel; readonly view: ConvexView };

export function ConvexPane({ model, view }: ConvexPaneProps) {
  const deployment = view.deployment.value;
  if (deployment === null || deployment.functions.length === 0)
    return <p class="dashboard-empty">Nothing has been deployed yet. Press Run.</p>;
  return (
    <div class="dashboard">
      <TabList
        label="Deployment"
        prefix="convex"
        class="dashboard-tabs"
        selected={view.tab}
        tabs={[
          { id: "data", name: "Data" },
          { id: "functions", name: "Functions" },
          { id: "logs", name: "Logs" },
          { id: "settings", name: "Settings" },
        ]}
      />
      <div class="tab-panels">
        <TabPanel prefix="convex" id="data" selected={view.tab}>
          <DataView tables={deployment.tables} />
        </TabPanel>
        <TabPanel prefix="convex" id="functions" selected={view.tab}>
          <FunctionsView view={view} functions={deployment.functions} />
        </TabPanel>
        <TabPanel prefix="convex" id="logs" selected={view.tab}>
          <LogsView hops={model.run.value.hops} people={view.people.value} />
        </TabPanel>
        <TabPanel prefix="convex" id="settings" selected={view.tab}>
          <SettingsView deployment={deployment} name={model.exercise.backend.deploymentName} />
        </TabPanel>
      </div>
    </div>
  );
}
