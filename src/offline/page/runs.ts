/** Follows the runs of a document by the events that `src/run/announce.ts` tells it. */

export type Runs = {
  isBusy(): boolean;
  /** Settles when no run is under way: each has its verdict. */
  whenOver(): Promise<void>;
};

export function followRuns(target: EventTarget): Runs {
  const open = new Set<unknown>();
  const waiting = new Set<() => void>();
  target.addEventListener("handoff:run", (event) => {
    if (event instanceof CustomEvent) open.add(event.detail);
  });
  target.addEventListener("handoff:verdict", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const verdict = event.detail as { readonly runId: string };
    open.delete(verdict.runId);
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  });
  return {
    isBusy: () => open.size > 0,
    whenOver: () =>
      new Promise((resolve) => {
        if (open.size === 0) resolve();
        else waiting.add(resolve);
      }),
  };
}
