/**
 * Tells the document what runs do, as events that carry plain values: `handoff:run` (run id), `handoff:hop` (hops of
 * the app and of the checks) and `handoff:verdict`. Whoever shares the page's origin may listen; nobody outside can.
 */
import type { RunEvent, Runner } from "./runner.ts";

export function announceRuns(runner: Runner, target: EventTarget): () => void {
  return runner.subscribe((event) => {
    const detail = detailOf(event);
    if (detail !== null) target.dispatchEvent(new CustomEvent(detail.name, { detail: detail.value }));
  });
}

function detailOf(event: RunEvent): { name: string; value: unknown } | null {
  switch (event.type) {
    case "started":
      return { name: "handoff:run", value: event.runId };
    case "hops":
    case "check-hops":
      return { name: "handoff:hop", value: event.hops };
    case "verdict":
      return { name: "handoff:verdict", value: event.verdict };
    case "phase":
    case "diagnostics":
    case "mounted":
    case "address":
    case "console":
    case "check":
    case "error":
      return null;
    default:
      return event satisfies never;
  }
}
