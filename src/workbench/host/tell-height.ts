/** How tall an embedded exercise would like to be, told to the host that lets it choose. */
import { effect } from "@preact/signals";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { HostLink } from "./host-link.ts";

/**
 * `workbench` has a height of its own here, which follows from its content and from the height reserved at the start;
 * nothing in it is measured by the frame, so that a frame that follows cannot make it grow. It never shrinks while
 * one works in it, only when the host asks for another view.
 */
export function tellHeight(link: HostLink, model: WorkbenchModel, workbench: Element): void {
  // A frame that is not shown yet has no height to speak of.
  const opened = window.innerHeight >= 240 ? window.innerHeight : 640;
  const { style } = document.documentElement;
  const reserve = (height: number): void => style.setProperty("--reserved", `${height}px`);
  let told = 0;
  const measure = (): void => {
    const height = Math.ceil(workbench.getBoundingClientRect().height);
    if (height <= told) return;
    told = height;
    reserve(height);
    link.tell("resize", { height });
  };
  effect(() => {
    void model.options.view;
    told = 0;
    reserve(opened);
    // The panes are laid out for the new view first.
    requestAnimationFrame(measure);
  });
  measure();
  new ResizeObserver(measure).observe(workbench);
}
