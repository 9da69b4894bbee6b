/** Whether the site works without network: how far storing is, how much is stored, and what can be done about it. */
import type { ReadonlySignal } from "@preact/signals";
import type { OfflineState } from "../wire/offline.ts";
import { announcement, megabytes, percentage, summary } from "./state/offline-sentences.ts";
import "./styles/offline.css";

export type OfflineModel = {
  readonly state: ReadonlySignal<OfflineState>;
  store(): void;
  remove(): void;
  accept(): void;
};

export function OfflineControl({ offline }: { readonly offline: OfflineModel }) {
  const state = offline.state.value;
  if (state.type === "unknown") return null;
  return (
    <div class="offline">
      {state.type === "update-ready" && !state.isAccepted && (
        <span class="offline-update">
          A new version is ready: <Action name="Update" onClick={offline.accept} />
        </span>
      )}
      <details
        class="offline-details"
        onKeyDown={({ key, currentTarget }) => {
          if (key !== "Escape" || !currentTarget.open) return;
          currentTarget.open = false;
          currentTarget.querySelector("summary")?.focus();
        }}
        onFocusOut={({ currentTarget, relatedTarget }) => {
          // It lies over other things, which somebody has gone on to.
          if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget))
            currentTarget.open = false;
        }}
      >
        <summary class={`offline-summary offline-${state.type}`}>
          <span class="offline-sign" aria-hidden="true" />
          <span class="offline-word">{summary(state)}</span>
          {state.type === "storing" && (
            <progress
              class="offline-progress"
              aria-label="Stored for offline use"
              {...(state.total > 0 && { value: state.done, max: state.total })}
            />
          )}
        </summary>
        <div class="offline-panel">
          <Explanation offline={offline} state={state} />
        </div>
      </details>
      <p role="status" class="visually-hidden">
        {announcement(state)}
      </p>
    </div>
  );
}

type KnownState = Exclude<OfflineState, { type: "unknown" }>;

type ExplanationProps = { readonly offline: OfflineModel; readonly state: KnownState };

function Explanation({ offline, state }: ExplanationProps) {
  switch (state.type) {
    case "unsupported":
      return <p>{state.reason}</p>;
    case "absent":
      return (
        <>
          <p>This site can be kept in the browser, to work without network.</p>
          <Action name="Store for offline" onClick={offline.store} />
        </>
      );
    case "storing":
      return (
        <p>
          {state.total === 0
            ? "Storing begins. The page can be used meanwhile."
            : `${megabytes(state.done)} of ${megabytes(state.total)} stored (${percentage(state)} %). The page can be used meanwhile.`}
        </p>
      );
    case "ready":
      return (
        <>
          <p>
            The whole site is stored in this browser ({megabytes(state.bytes)}). It works without network,
            also after a restart.
          </p>
          <Action name="Remove" onClick={offline.remove} />
        </>
      );
    case "update-ready":
      return (
        <>
          <p>
            {state.isAccepted
              ? "The page is loaded again when the run is over."
              : "A new version of the site is stored. This page stays as it is until you update, which loads it again."}
          </p>
          <Action name="Remove" onClick={offline.remove} />
        </>
      );
    case "error":
      return (
        <>
          <p>{state.message}</p>
          <Action name="Try again" onClick={offline.store} />
        </>
      );
    default:
      return state satisfies never;
  }
}

function Action({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      class="button small"
      onClick={({ currentTarget }) => {
        // The button may go with what it does; the line that says how it stands is always there.
        currentTarget.closest(".offline")?.querySelector("summary")?.focus();
        onClick();
      }}
    >
      {name}
    </button>
  );
}
