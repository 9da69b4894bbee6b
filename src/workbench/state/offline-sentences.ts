/** What the offline control says. */
import type { OfflineState } from "../../wire/offline.ts";

/** A megabyte is a million bytes. The number stays with its unit. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)}\u00a0MB`;
}

/** In whole percent; 100 only when nothing is missing. */
export function percentage({ done, total }: { readonly done: number; readonly total: number }): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total));
}

export function summary(state: OfflineState): string {
  switch (state.type) {
    case "unknown":
      return "";
    case "unsupported":
      return "Online only";
    case "absent":
      return "Not stored for offline";
    case "storing":
      return `Storing ${percentage(state)} %`;
    case "ready":
      return "Ready for offline";
    case "update-ready":
      return state.isAccepted ? "Updates after the run" : "Ready for offline";
    case "error":
      return "Not stored for offline";
    default:
      return state satisfies never;
  }
}

/** What a screen reader is told by itself: outcomes, not every step on the way. */
export function announcement(state: OfflineState): string {
  switch (state.type) {
    case "unknown":
    case "unsupported":
    case "absent":
    case "storing":
      return "";
    case "ready":
      return "Ready for offline.";
    case "update-ready":
      return state.isAccepted ? "The update waits for the end of the run." : "A new version is ready.";
    case "error":
      return state.message;
    default:
      return state satisfies never;
  }
}
