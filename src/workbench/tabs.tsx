/** Tabs by the ARIA pattern: one Tab stop, arrows move and select. */
import type { ComponentChildren } from "preact";
import type { Signal } from "@preact/signals";

export type Tab<Id extends string> = {
  readonly id: Id;
  readonly name: string;
  /** A short word after the name; shown, not part of the accessible name. */
  readonly badge?: string | null;
  /** Id of the panel, where it is not the tab's own. */
  readonly panel?: string;
};

type TabListProps<Id extends string> = {
  readonly label: string;
  /** Starts the ids of tabs and panels. */
  readonly prefix: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Signal<Id>;
  readonly onSelect?: (id: Id) => void;
  /** One panel for all tabs, if they share one. */
  readonly panel?: string;
  readonly class?: string;
};

export function TabList<Id extends string>(props: TabListProps<Id>) {
  const { label, prefix, tabs, selected, panel } = props;

  function select(id: Id): void {
    selected.value = id;
    props.onSelect?.(id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const index = tabs.findIndex(({ id }) => id === selected.value);
    const target = tabs[targetIndex(event.key, index, tabs.length)];
    if (target === undefined) return;
    event.preventDefault();
    select(target.id);
    document.getElementById(`${prefix}-tab-${target.id}`)?.focus();
  }

  return (
    <div role="tablist" aria-label={label} class={`tabs ${props.class ?? ""}`} onKeyDown={onKeyDown}>
      {tabs.map(({ id, name, badge, panel: own }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${prefix}-tab-${id}`}
          aria-selected={selected.value === id}
          aria-controls={own ?? panel ?? `${prefix}-panel-${id}`}
          tabIndex={selected.value === id ? 0 : -1}
          class="tab"
          onClick={() => select(id)}
        >
          {name}
          {badge ? (
            <span class="badge" aria-hidden="true">
              {badge}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

/** -1 for a key that does not move. */
function targetIndex(key: string, index: number, count: number): number {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}

type TabPanelProps<Id extends string> = {
  readonly prefix: string;
  readonly id: Id;
  readonly selected: Signal<Id>;
  /** It stays laid out when another tab is shown: a frame without layout would have its timers throttled. */
  readonly hasFrame?: boolean;
  readonly children: ComponentChildren;
};

export function TabPanel<Id extends string>(props: TabPanelProps<Id>) {
  const { prefix, id, selected, hasFrame = false, children } = props;
  const away = hasFrame ? "is-away" : "is-away is-asleep";
  return (
    <div
      role="tabpanel"
      id={`${prefix}-panel-${id}`}
      aria-labelledby={`${prefix}-tab-${id}`}
      class={selected.value === id ? "tab-panel" : `tab-panel ${away}`}
    >
      {children}
    </div>
  );
}
