/** Everything that runs learner code in one page: two spare preview frames and the backstage, rebuilt at will. */
import { openBackstage, type Backstage } from "./backstage.ts";
import { openPreviewFrame, type FrameTheme, type PreviewFrame } from "./preview-frame.ts";

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

export function openSandbox(visibleHost: HTMLElement, hiddenHost: HTMLElement): Sandbox {
  /** Those that have not been removed. */
  const frames = new Set<PreviewFrame>();
  let visibleSpare: PreviewFrame | null = null;
  let hiddenSpare: PreviewFrame | null = null;
  let backstage: Backstage | null = null;
  let theme: FrameTheme = null;

  function open(host: HTMLElement, title: string): PreviewFrame {
    const preview = openPreviewFrame(host, { title, visible: false }, () => frames.delete(preview));
    preview.setTheme(theme);
    frames.add(preview);
    return preview;
  }

  const openVisible = (): PreviewFrame => open(visibleHost, "Your app");
  const openHidden = (): PreviewFrame => open(hiddenHost, "Your app, as the checks use it");

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
      backstage ??= openBackstage(hiddenHost);
    },
    setTheme(next) {
      theme = next;
      for (const preview of frames) preview.setTheme(theme);
    },
    get backstage() {
      backstage ??= openBackstage(hiddenHost);
      return backstage;
    },
    restart: removeAll,
    remove: removeAll,
  };
}
