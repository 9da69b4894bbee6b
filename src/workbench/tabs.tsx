/** Tabs by the ARIA pattern: arrows move, the panel stays in the page when hidden, so that nothing in it is lost. */
import type { ComponentChildren } from "preact";

export type Tab<Id extends string> = { readonly id: Id; readonly name: string; readonly badge?: string };

export function TabList<Id extends string>(props: {
  readonly label: string;
  /** Prefix of element ids: a page has several tab lists. */
  readonly group: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}) {
  const { label, group, tabs, selected, onSelect } = props;

  function onKeyDown(event: KeyboardEvent): void {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const target = keyTarget(event.key, index, tabs.length);
    const tab = target === null ? undefined : tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    document.getElementById(tabId(group, tab.id))?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(group, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={panelId(group, tab.id)}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.name}
          {tab.badge === undefined ? null : <span class="badge">{tab.badge}</span>}
        </button>
      ))}
    </div>
  );
}

export function TabPanel(props: {
  readonly group: string;
  readonly id: string;
  readonly isSelected: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  const { group, id, isSelected, children } = props;
  return (
    <div
      role="tabpanel"
      id={panelId(group, id)}
      aria-labelledby={tabId(group, id)}
      class={`panel ${props.class ?? ""}`}
      hidden={!isSelected}
      tabIndex={0}
    >
      {children}
    </div>
  );
}

/** Ids hold paths such as `app/page.tsx`: only letters, digits and hyphens are safe in every selector. */
function slug(id: string): string {
  return id.replace(/[^A-Za-z0-9]+/g, "-");
}

export function tabId(group: string, id: string): string {
  return `${group}-tab-${slug(id)}`;
}

export function panelId(group: string, id: string): string {
  return `${group}-panel-${slug(id)}`;
}

function keyTarget(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
