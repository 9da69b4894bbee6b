/** Puts the page's half together from what the browser offers. */
import { systemClock } from "../../base/system-clock.ts";
import type { OfflineState } from "../../wire/offline.ts";
import { createChoice } from "./choice.ts";
import { Offline } from "./offline.ts";
import { whenQuiet } from "./quiet.ts";
import { followRuns } from "./runs.ts";
import { DEVELOPMENT, UNSUPPORTED } from "./sentences.ts";

/** Without key, click, request or run for so long, the page counts as idle. */
const QUIET_MS = 5000;

export type StartOptions = {
  /** Whether this page stores the site in an idle moment; where data is to be saved it waits to be asked. */
  readonly storesByItself: boolean;
  readonly isDevelopment: boolean;
  show(state: OfflineState): void;
};

/** Null where nothing can be stored: `show` has been told why. */
export function startOffline({ storesByItself, isDevelopment, show }: StartOptions): Offline | null {
  const unsupported = (reason: string): null => {
    show({ type: "unsupported", reason });
    return null;
  };
  if (isDevelopment) return unsupported(DEVELOPMENT);
  const container = serviceWorkers();
  if (container === null) return unsupported(UNSUPPORTED);
  const runs = followRuns(document);
  const offline = new Offline({
    container,
    caches,
    scope: new URL("./", location.href).href,
    choice: createChoice(() => localStorage),
    runs,
    storesByItself: storesByItself && !savesData(),
    whenQuiet: () =>
      whenQuiet(QUIET_MS, { timers: systemClock, isBusy: () => runs.isBusy(), watch: watchPage }),
    reload: () => location.reload(),
    show,
  });
  void whenLoaded().then(() => offline.start());
  return offline;
}

/** Null in an insecure page and in a closed frame, where even reading the property throws. */
function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return "serviceWorker" in navigator && typeof caches === "object" ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}

/** The browser's wish to spare data, where it tells. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}

function whenLoaded(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else window.addEventListener("load", () => resolve(), { once: true });
  });
}

/** A person's input, and every file that arrives. */
function watchPage(stir: () => void): () => void {
  const watching = new AbortController();
  for (const type of ["keydown", "pointerdown", "wheel", "handoff:verdict"]) {
    document.addEventListener(type, stir, { capture: true, passive: true, signal: watching.signal });
  }
  const requests = new PerformanceObserver(stir);
  requests.observe({ type: "resource" });
  return () => {
    watching.abort();
    requests.disconnect();
  };
}
