/** How tall an embedded exercise would like to be, told to the host that lets it choose. */
import { computed, effect } from "@preact/signals";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { HostLink } from "./host-link.ts";

/**
 * `workbench` has a height of its own here, which follows from its content and from the height reserved at the start;
 * nothing in it is measured by the frame, so that a frame that follows cannot make it grow. It never shrinks while
 * one works in it, only when the host asks for another view.
 */
export function tellHeight(link: HostLink, model: WorkbenchModel, workbench: Element): void {
  const isAuto = (): boolean => model.options.height === "auto";
  // A frame that is not shown yet has no height to speak of, and one that becomes `auto` later is given 640 px anew.
  const opened = isAuto() && window.innerHeight >= 240 ? window.innerHeight : 640;
  const { style } = document.documentElement;
  const reserve = (height: number): void => style.setProperty("--reserved", `${height}px`);
  let told = 0;
  const measure = (): void => {
    const height = Math.ceil(workbench.getBoundingClientRect().height);
    if (!isAuto() || height <= told) return;
    told = height;
    reserve(height);
    link.tell("resize", { height });
  };
  // Of all options only these two: a change of the theme must not make it smaller.
  const shape = computed(() => `${model.options.view} ${model.options.height}`);
  effect(() => {
    void shape.value;
    told = 0;
    reserve(opened);
    // The panes are laid out for the new view first.
    requestAnimationFrame(measure);
  });
  measure();
  new ResizeObserver(measure).observe(workbench);
}
