/** Everything that runs learner code in one page: two spare preview frames and the backstage, rebuilt at will. */
import type { Timers } from "../base/clock.ts";
import { openBackstage, type Backstage, type WorkerPool } from "./backstage.ts";
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
   * Whether the process of the frames is there: they share one. Who asks while the answer is awaited is given the same:
   * whoever may be gone is asked for ahead, so that it is told of within 2.5 s.
   */
  isAlive: WorkerPool["answers"];
  /** Makes everything anew where nothing answers any more. Settles when the next run can begin. */
  revive(timers: Timers): Promise<void>;
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
  readonly timers: Timers;
  /** Learner code sends more than anybody can read. */
  readonly onFlood: () => void;
};

/** A worker is there in a tenth of this, and on a busy machine in a third. What is made anew for nothing costs a second. */
export const READY_LIMIT_MS = 3000;

/** How long it may take to say that it is there, once something in it has been silent. */
export const ALIVE_LIMIT_MS = 800;

/** The browser ends a process when the last of its frames is gone; a frame of the same task would keep it. */
export function afterTask(timers: Timers): Promise<void> {
  return new Promise((resolve) => timers.after(0, resolve));
}

export function openSandbox({ openFrame, loadScripts, timers, onFlood }: SandboxParts): Sandbox {
  /** Those that have not been removed. */
  const frames = new Set<PreviewFrame>();
  let visibleSpare: PreviewFrame | null = null;
  let hiddenSpare: PreviewFrame | null = null;
  let backstage: Backstage | null = null;
  let theme: FrameTheme = null;

  function open(audience: "learner" | "nobody", title: string): PreviewFrame {
    const preview = openPreview(openFrame(audience, title), loadScripts(), timers, {
      onRemove: () => frames.delete(preview),
      onFlood,
    });
    preview.setTheme(theme);
    frames.add(preview);
    return preview;
  }

  const openVisible = (): PreviewFrame => open("learner", "Your app");
  const openHidden = (): PreviewFrame => open("nobody", "Your app, as the checks use it");

  const openBehind = (): Backstage =>
    openBackstage(openFrame("nobody", "Functions and checks"), loadScripts());

  function openedBackstage(): Backstage {
    backstage ??= openBehind();
    return backstage;
  }

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
      openedBackstage();
    },
    setTheme(next) {
      theme = next;
      for (const preview of frames) preview.setTheme(theme);
    },
    get backstage() {
      return openedBackstage();
    },
    isAlive: (timers, limitMs) => openedBackstage().isAlive(timers, limitMs),
    async revive(timers) {
      const asked = openedBackstage();
      if ((await asked.isReady(timers, READY_LIMIT_MS)) || asked !== backstage) return;
      removeAll();
      await afterTask(timers);
    },
    restart: removeAll,
    remove: removeAll,
  };
}
