/** Tells the other tabs of this browser that a draft was saved. Without `BroadcastChannel` they find out when they look. */
import * as v from "valibot";
import { DraftSchema, type Draft } from "./draft.ts";

const SavedSchema = v.pick(DraftSchema, ["exercise", "key", "version", "revision", "tab"]);

export type Saved = Readonly<v.InferOutput<typeof SavedSchema>>;

export type Tabs = {
  tell(draft: Draft): void;
  /** What another tab has saved. */
  listen(onSaved: (saved: Saved) => void): void;
};

const SILENT: Tabs = { tell: () => undefined, listen: () => undefined };

/** `open` may throw, as where storage is denied. */
export function createTabs(open: () => BroadcastChannel): Tabs {
  try {
    const channel = open();
    return {
      tell({ exercise, key, version, revision, tab }) {
        channel.postMessage({ exercise, key, version, revision, tab } satisfies Saved);
      },
      listen(onSaved) {
        channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
          const saved = v.safeParse(SavedSchema, data);
          if (saved.success) onSaved(saved.output);
        });
      },
    };
  } catch {
    return SILENT;
  }
}
