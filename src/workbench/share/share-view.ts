/** Sharing: a link that holds the code on screen, and code that came with one. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { Exercise } from "../../exercise/exercise.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { decodeShareLink, encodeShareLink, type Share } from "../../wire/share-link.ts";
import type { SourceFiles } from "../../wire/compiler.ts";

/** What is said about a link that was opened. */
export type LinkNotice =
  | { readonly type: "opened"; readonly isOlder: boolean }
  | { readonly type: "refused"; readonly message: string };

/** The panel that **Share** opens. */
export type SharePanel =
  | { readonly type: "closed" }
  | { readonly type: "link"; readonly url: string; readonly isCopied: boolean | null }
  | { readonly type: "refused"; readonly message: string };

export type ShareView = {
  /** The code on screen came with a link, and nobody has touched or run it yet. */
  readonly foreign: ReadonlySignal<boolean>;
  readonly notice: ReadonlySignal<LinkNotice | null>;
  readonly panel: ReadonlySignal<SharePanel>;
  /** Makes a link of the code as it is now. */
  open(): Promise<void>;
  close(): void;
  copy(): Promise<void>;
  /** Shows the code of a link, if the hash is one; it does not run. */
  openLink(hash: string): Promise<void>;
  /** Puts back what was there before the link. */
  useOwn(): void;
  dismiss(): void;
  /** The person has typed or pressed Run: the code is theirs now. */
  adopt(): void;
};

export type ShareParts = {
  readonly exercise: Exercise;
  readonly texts: ReadonlySignal<SourceFiles>;
  readonly replaceFiles: (texts: SourceFiles) => void;
  /** The site's address of this exercise, without a hash. */
  readonly address: string;
  readonly copyText: (text: string) => Promise<void>;
  /** Takes the code out of the address bar. */
  readonly forgetHash: () => void;
};

export function createShareView(parts: ShareParts): ShareView {
  const { exercise, texts, replaceFiles, forgetHash } = parts;
  const foreign = signal(false);
  const notice = signal<LinkNotice | null>(null);
  const panel = signal<SharePanel>({ type: "closed" });
  let own: SourceFiles = {};

  return {
    foreign,
    notice,
    panel,
    async open() {
      const files = changedFiles(exercise, texts.value);
      if (Object.keys(files).length === 0) {
        const message = "There is nothing of yours to share yet: the code is the starter's.";
        panel.value = { type: "refused", message };
        return;
      }
      const { id, version } = exercise;
      const hash = await encodeShareLink({ exercise: id, version, files });
      panel.value = hash.ok
        ? { type: "link", url: parts.address + hash.value, isCopied: null }
        : { type: "refused", message: hash.error.message };
    },
    close() {
      panel.value = { type: "closed" };
    },
    async copy() {
      const shown = panel.value;
      if (shown.type !== "link") return;
      const isCopied = await parts.copyText(shown.url).then(
        () => true,
        () => false,
      );
      panel.value = { ...shown, isCopied };
    },
    async openLink(hash) {
      const decoded = await decodeShareLink(hash);
      if (decoded === null) return;
      const fitting = decoded.ok ? filesFor(exercise, decoded.value) : failure(decoded.error.message);
      if (!fitting.ok || !decoded.ok) {
        notice.value = { type: "refused", message: fitting.ok ? "" : fitting.error };
        return;
      }
      if (!foreign.value) own = editableTexts(exercise, texts.value);
      foreign.value = true;
      replaceFiles({ ...starterTexts(exercise), ...fitting.value });
      notice.value = { type: "opened", isOlder: decoded.value.version !== exercise.version };
    },
    useOwn() {
      replaceFiles(own);
      foreign.value = false;
      notice.value = null;
      forgetHash();
    },
    dismiss() {
      notice.value = null;
    },
    adopt() {
      if (!foreign.value) return;
      foreign.value = false;
      forgetHash();
    },
  };
}

function editableTexts(exercise: Exercise, texts: SourceFiles): SourceFiles {
  const editable = exercise.files.filter((file) => file.editable);
  return Object.fromEntries(editable.map(({ path, starter }) => [path, texts[path] ?? starter]));
}

const starterTexts = (exercise: Exercise): SourceFiles => editableTexts(exercise, {});

/** Only what differs from the starter. */
function changedFiles(exercise: Exercise, texts: SourceFiles): SourceFiles {
  const changed = exercise.files.filter(
    ({ path, starter, editable }) => editable && texts[path] !== undefined && texts[path] !== starter,
  );
  return Object.fromEntries(changed.map(({ path }) => [path, texts[path] ?? ""]));
}

/** The files of a link, if this exercise has and lets change every one of them. */
export function filesFor(exercise: Exercise, share: Share): Result<SourceFiles, string> {
  if (share.exercise !== exercise.id) {
    return failure(`The link belongs to the exercise “${share.exercise}”, so its code was not opened here.`);
  }
  for (const path of Object.keys(share.files)) {
    const file = exercise.files.find((candidate) => candidate.path === path);
    if (file === undefined) {
      return failure(
        `The link holds a file “${path}”, which this exercise does not have, so it was not opened.`,
      );
    }
    if (!file.editable)
      return failure(`The link changes “${path}”, which is read-only, so it was not opened.`);
  }
  return success(share.files);
}
