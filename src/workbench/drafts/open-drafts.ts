/** The draft of an opened exercise, as the workbench shows it. */
import { effect, signal, untracked } from "@preact/signals";
import type { Notice } from "../../drafts/notices.ts";
import { startDrafts } from "../../drafts/start.ts";
import type { Exercise } from "../../exercise/exercise.ts";
import type { Options } from "../../wire/options.ts";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import type { DraftsView } from "./drafts-view.ts";

export type OpenedDrafts = {
  readonly view: DraftsView;
  /** Puts the draft in place of the starter and keeps what is changed from now on. */
  attach(model: WorkbenchModel): void;
};

/** Settles when the draft has been found, or when the exercise should not wait for it any longer. */
export async function openDrafts(exercise: Exercise, { persist, key }: Options): Promise<OpenedDrafts> {
  const notice = signal<Notice | null>(null);
  if (persist === "off") return { view: { notice, drafts: null }, attach: () => undefined };
  const drafts = startDrafts({ exercise, key, show: (next) => (notice.value = next) });
  await drafts.restore();
  return {
    view: { notice, drafts },
    attach(model) {
      drafts.attach({
        texts: () => model.texts.peek(),
        replace: (texts) => model.replaceFiles(texts),
        isReadOnly: () => model.options.readonly,
        isForeign: () => model.share.foreign.peek(),
      });
      effect(() => {
        void [model.texts.value, model.share.foreign.value];
        untracked(() => drafts.changed());
      });
      model.runner.subscribe(({ type }) => {
        if (type === "started") drafts.saveNow();
      });
    },
  };
}
