/**
 * Remembers, for this tab, that code died while it ran: then it does not run again by itself when the page is loaded
 * again, which could be the very thing that a person does to get rid of it.
 */
import type { RunEvent, Runner } from "../../run/runner.ts";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A page that cannot say farewell has died with the run. */
const RUNNING = "running";
const DIED = "died";

/** What code did that was stopped by us, or ended by the browser. */
const DEATHS: ReadonlySet<string> = new Set([
  "app-stuck",
  "app-flood",
  "function-timeout",
  "push-timeout",
  "script-stuck",
  "script-flood",
  "checks-stuck",
  "sandbox-gone",
]);

/** Whether the exercise died when it ran last in this tab. `store` is null where the browser gives none. */
export function watchDeaths(
  runner: Pick<Runner, "subscribe">,
  exercise: string,
  store: Store | null,
  page: Pick<EventTarget, "addEventListener">,
): { readonly diedBefore: boolean } {
  const key = `handoff:run:${exercise}`;
  const diedBefore = (store?.getItem(key) ?? null) !== null;
  runner.subscribe((event) => {
    const state = stateAfter(event);
    try {
      if (state === null) store?.removeItem(key);
      else if (state !== undefined) store?.setItem(key, state);
    } catch {
      // A full or forbidden store: then nothing is remembered.
    }
  });
  page.addEventListener("pagehide", () => {
    if (store?.getItem(key) === RUNNING) store.removeItem(key);
  });
  return { diedBefore };
}

/** Null when nothing runs any more; undefined when the event says nothing of it. */
function stateAfter(event: RunEvent): typeof RUNNING | typeof DIED | null | undefined {
  if (event.type === "started") return RUNNING;
  if (event.type === "error") return DEATHS.has(event.error.code) ? DIED : null;
  if (event.type === "phase" && (event.phase === "stopped" || event.phase === "finished")) return null;
  return undefined;
}
