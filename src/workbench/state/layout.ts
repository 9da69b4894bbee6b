/** Whether the panes stand side by side or one at a time with tabs. */
import { signal } from "@preact/signals";
import type { Options } from "../../wire/options.ts";

export type Layout = "columns" | "single";

const narrow = matchMedia("(max-width: 760px)");
const isNarrow = signal(narrow.matches);
narrow.addEventListener("change", ({ matches }) => (isNarrow.value = matches));

/** An embed that asks for one view gets it at any width; the others stay behind tabs. */
export function layoutOf({ embed, view }: Options): Layout {
  return isNarrow.value || (embed && view !== "split") ? "single" : "columns";
}
