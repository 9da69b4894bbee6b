import { useEffect, useRef } from "preact/hooks";
import type { Runner } from "../run/runner.ts";
import type { WorkbenchState } from "./state/workbench-state.ts";

/** The learner's app, framed so that nobody takes it for a part of this page. */
export function PreviewPane({ state, runner }: { readonly state: WorkbenchState; readonly runner: Runner }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Put in once and never moved: a frame that changes its parent loads again and loses the app.
    box.current?.append(runner.previewHost);
  }, [runner]);
  return (
    <div class="browser">
      <div class="address-bar">
        <span class="address-label">Your app (runs in a sandbox)</span>
        <code aria-label="Address of your app">{state.address.value}</code>
      </div>
      <div class="browser-page" ref={box}>
        {!state.isRunning.value && <p class="empty">Press Run to start your app.</p>}
      </div>
    </div>
  );
}
