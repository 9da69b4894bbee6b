/** The one panel that is open below a table: the detail of a run, or a difference. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Variant } from "../../exercise/variants.ts";

export type Panel =
  /** `check`: only this one, or all when null. */
  | { readonly type: "detail"; readonly variant: Variant; readonly check: string | null }
  | { readonly type: "difference"; readonly variant: Variant };

export type PanelState = {
  readonly open: ReadonlySignal<Panel | null>;
  /** Shows the panel; `opener` gets the focus back when it closes. */
  show(panel: Panel, opener: HTMLElement): void;
  close(): void;
};

export function createPanelState(): PanelState {
  const open = signal<Panel | null>(null);
  let back: HTMLElement | null = null;
  return {
    open,
    show(panel, opener) {
      back = opener;
      open.value = panel;
    },
    close() {
      open.value = null;
      back?.focus();
    },
  };
}
