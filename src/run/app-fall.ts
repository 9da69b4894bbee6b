import type { PreviewFrame } from "./preview-frame.ts";

/**
 * Settles with the error that takes the app off the screen. To be asked for before the app is started. `onStuck` is told
 * of a loop that held the page.
 */
export function appFall(preview: PreviewFrame, onStuck: (place: string) => void): Promise<string> {
  return new Promise((resolve) => {
    preview.onReport = (report) => {
      if (report.type === "loop") onStuck(report.place);
      if (report.type === "error" && report.fatal) resolve(report.text);
    };
  });
}
