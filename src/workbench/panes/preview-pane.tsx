/** The learner's app in its frame, visibly marked as such. */
import { useEffect, useRef } from "preact/hooks";
import type { WorkbenchModel } from "../state/workbench-model.ts";

export function PreviewPane({ model }: { readonly model: WorkbenchModel }) {
  const { exercise, runner, run } = model;
  const stage = useRef<HTMLDivElement>(null);

  // The host is moved into the page once: a frame that is moved again would load again.
  useEffect(() => stage.current?.append(runner.previewHost), [runner]);

  const { address, phase } = run.value;
  const notice = NOTICES[phase];
  return (
    <section class="preview" aria-label="Your app (runs in a sandbox)">
      <div class="preview-bar">
        <p class="address">
          <span class="visually-hidden">Address: </span>
          {address ?? `${exercise.backend.appOrigin}/`}
        </p>
        <button
          type="button"
          class="button small"
          title="Stops the app, signs everyone out and puts the rows back"
          onClick={() => model.restoreRows()}
        >
          Restore rows
        </button>
      </div>
      <div class="preview-stage" ref={stage}>
        {notice !== undefined && <p class="preview-notice">{notice}</p>}
      </div>
      <p class="preview-caption">Your app (runs in a sandbox)</p>
    </section>
  );
}

/** What stands in place of the app while there is none. */
const NOTICES: Readonly<Record<string, string>> = {
  idle: "Press Run to start your app.",
  failed: "The app did not start. Console and Checks say why.",
  stopped: "Stopped. Press Run to start your app.",
};
