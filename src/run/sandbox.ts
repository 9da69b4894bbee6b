/** Everything that runs learner code in one page: two spare preview frames and the backstage, rebuilt at will. */
import { openBackstage, type Backstage } from "./backstage.ts";
import { openPreview, type FrameTheme, type PreviewFrame } from "./preview-frame.ts";
import type { SandboxFrame } from "./sandbox-frame.ts";
import type { SandboxScripts } from "./sandbox-scripts.ts";

export type Sandbox = {
  /** A frame for the learner to see, shown where the spare was waiting. */
  takeVisiblePreview(): PreviewFrame;
  /** A frame for the checks, never shown. */
  takeHiddenPreview(): PreviewFrame;
  /** Makes the next spares; called when the page is idle. */
  prepare(): void;
  /** For the frames there are and those to come. */
  setTheme(theme: FrameTheme): void;
  readonly backstage: Backstage;
  /**
   * Removes every frame and starts over. All sandbox frames share one process, and a loop in one holds them all: only
   * when the last is gone does the browser end it.
   */
  restart(): void;
  remove(): void;
};

/** What a sandbox is made of. A frame for the learner is opened out of sight and shown when it is taken. */
export type SandboxParts = {
  openFrame(audience: "learner" | "nobody", title: string): SandboxFrame;
  loadScripts(): Promise<SandboxScripts>;
};

export function openSandbox({ openFrame, loadScripts }: SandboxParts): Sandbox {
  /** Those that have not been removed. */
  const frames = new Set<PreviewFrame>();
  let visibleSpare: PreviewFrame | null = null;
  let hiddenSpare: PreviewFrame | null = null;
  let backstage: Backstage | null = null;
  let theme: FrameTheme = null;

  function open(audience: "learner" | "nobody", title: string): PreviewFrame {
    const preview = openPreview(openFrame(audience, title), loadScripts(), () => frames.delete(preview));
    preview.setTheme(theme);
    frames.add(preview);
    return preview;
  }

  const openVisible = (): PreviewFrame => open("learner", "Your app");
  const openHidden = (): PreviewFrame => open("nobody", "Your app, as the checks use it");

  const openBehind = (): Backstage =>
    openBackstage(openFrame("nobody", "Functions and checks"), loadScripts());

  function removeAll(): void {
    for (const preview of frames) preview.remove();
    visibleSpare = null;
    hiddenSpare = null;
    backstage?.remove();
    backstage = null;
  }

  return {
    takeVisiblePreview() {
      const preview = visibleSpare ?? openVisible();
      visibleSpare = null;
      preview.show();
      return preview;
    },
    takeHiddenPreview() {
      const preview = hiddenSpare ?? openHidden();
      hiddenSpare = null;
      return preview;
    },
    prepare() {
      visibleSpare ??= openVisible();
      hiddenSpare ??= openHidden();
      backstage ??= openBehind();
    },
    setTheme(next) {
      theme = next;
      for (const preview of frames) preview.setTheme(theme);
    },
    get backstage() {
      backstage ??= openBehind();
      return backstage;
    },
    restart: removeAll,
    remove: removeAll,
  };
}
