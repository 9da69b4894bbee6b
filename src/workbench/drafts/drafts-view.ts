import type { ReadonlySignal } from "@preact/signals";
import type { Drafts } from "../../drafts/drafts.ts";
import type { Notice } from "../../drafts/notices.ts";

/** What the bar above the code says and offers. */
export type DraftsView = {
  readonly notice: ReadonlySignal<Notice | null>;
  readonly drafts: Pick<
    Drafts,
    "dismiss" | "keepMine" | "startFresh" | "takeNewer" | "undo" | "useAside" | "useEarlier"
  > | null;
};
