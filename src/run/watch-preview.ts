/** Watches one frame with a learner's app: passes on what it says and notices when it says nothing any more. */
import type { Clock, Timers } from "../base/clock.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import type { ConsoleEntry, RunEvent } from "./runner.ts";

export type PreviewWatch = {
  /** Ends the watch and removes the frame. */
  remove(): void;
};

export type WatchParts = {
  readonly clock: Clock & Timers;
  readonly emit: (event: RunEvent) => void;
  /** The frame's main thread is busy for good, or was: in a loop at `place`, if in one. */
  readonly onStuck: (place: string | null) => void;
  /** The frame has been silent for a while: it may be gone. */
  readonly onDoubt: () => void;
  /** The frame is still not there; told again and again. */
  readonly onLate: () => void;
};

/** A frame is there in a tenth of this, unless its scripts are still on their way. */
const START_LIMIT_MS = 5000;

export function watchPreview(
  preview: PreviewFrame,
  { clock, emit, onStuck, onDoubt, onLate }: WatchParts,
): PreviewWatch {
  const say = (level: ConsoleEntry["level"], source: ConsoleEntry["source"], text: string): void =>
    emit({ type: "console", entry: { level, source, text, at: clock.now() } });

  preview.onReport = (report) => {
    switch (report.type) {
      case "loop":
        onStuck(report.place);
        return;
      case "console":
        say(report.level, report.source, report.text);
        return;
      case "error":
        say("error", "app", report.text);
        return;
      case "mounted":
        performance.mark("handoff:mounted");
        emit({ type: "mounted" });
        return;
      case "address":
        emit({ type: "address", url: report.url });
        return;
      case "ready":
      case "flood":
      case "done":
        return;
      default:
        report satisfies never;
    }
  };

  let heartbeat: ReturnType<typeof startHeartbeat> | null = null;
  let isRemoved = false;
  let cancelLate = (): void => undefined;
  const expect = (): void => {
    cancelLate = clock.after(START_LIMIT_MS, () => {
      onLate();
      if (!isRemoved) expect();
    });
  };
  expect();
  // A frame that is still being made answers when it can; the watch begins when it is there.
  preview.ready.then(
    () => {
      cancelLate();
      if (isRemoved) return;
      heartbeat = startHeartbeat(
        clock,
        (beat) => preview.frame.send({ type: "ping", beat }),
        () => onStuck(null),
        onDoubt,
      );
      preview.frame.onReport = (report) => {
        if (report.type === "alive") heartbeat?.alive(report.beat);
      };
    },
    () => undefined,
  );

  return {
    remove() {
      isRemoved = true;
      cancelLate();
      heartbeat?.stop();
      preview.remove();
    },
  };
}
