/** A runner whose app nobody looks at: rendered, because a frame without layout has its timers throttled. */
import type { Runner } from "../../run/runner.ts";
import type { OpenedRunner } from "./queue.ts";

export function openOffScreen(runner: Runner, parent: HTMLElement): OpenedRunner {
  const place = document.createElement("div");
  place.className = "instructor-stage";
  place.inert = true;
  place.setAttribute("aria-hidden", "true");
  place.append(runner.previewHost);
  parent.append(place);
  return {
    runner,
    close() {
      runner.dispose();
      place.remove();
    },
  };
}
