import type { PreviewFrame } from "./preview-frame.ts";

/** Settles with the error that takes the app off the screen. To be asked for before the app is started. */
export function appFall(preview: PreviewFrame): Promise<string> {
  return new Promise((resolve) => {
    preview.onReport = (report) => {
      if (report.type === "error" && report.fatal) resolve(report.text);
    };
  });
}
