/** The Clerk instance as its owner sees it: a small dashboard, whose changes the running app meets. */
import { useKeptFocus } from "../kept-focus.ts";
import { TabList, TabPanel } from "../tabs.tsx";
import type { ClerkView } from "./clerk-view.ts";
import { OrganizationsView } from "./organizations-view.tsx";
import { PeopleView } from "./people-view.tsx";
import { SessionsView } from "./sessions-view.tsx";
import { SettingsView } from "./settings-view.tsx";
import { TemplatesView } from "./templates-view.tsx";
import "../styles/dashboard.css";

export function ClerkPane({ view }: { readonly view: ClerkView }) {
  const instance = view.instance.value;
  const outcome = view.outcome.value;
  const dashboard = useKeptFocus<HTMLDivElement>(instance !== null);
  if (instance === null) return <p class="dashboard-empty">The Clerk instance is being made.</p>;
  return (
    <div class="dashboard" ref={dashboard}>
      <TabList
        label="Clerk instance"
        prefix="clerk"
        class="dashboard-tabs"
        selected={view.tab}
        tabs={[
          { id: "people", name: "People" },
          { id: "sessions", name: "Sessions" },
          { id: "organizations", name: "Organizations" },
          { id: "templates", name: "JWT templates" },
          { id: "settings", name: "Instance" },
        ]}
      />
      <p role="status" class={`outcome ${outcome?.isDone === false ? "is-refused" : ""}`}>
        {outcome?.sentence}
      </p>
      <div class="tab-panels">
        <TabPanel prefix="clerk" id="people" selected={view.tab}>
          <PeopleView view={view} people={instance.people} />
        </TabPanel>
        <TabPanel prefix="clerk" id="sessions" selected={view.tab}>
          <SessionsView view={view} instance={instance} />
        </TabPanel>
        <TabPanel prefix="clerk" id="organizations" selected={view.tab}>
          <OrganizationsView view={view} instance={instance} />
        </TabPanel>
        <TabPanel prefix="clerk" id="templates" selected={view.tab}>
          <TemplatesView view={view} templates={instance.templates} />
        </TabPanel>
        <TabPanel prefix="clerk" id="settings" selected={view.tab}>
          <SettingsView view={view} instance={instance} />
        </TabPanel>
      </div>
    </div>
  );
}
