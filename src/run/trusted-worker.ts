/** Starts a worker of our own code, wherever the page finds itself. */
import type { Endpoint } from "comlink";

export type TrustedWorker = Endpoint & { terminate(): void };

/**
 * `url` is that of a classic script in one file. Messages that are posted before it runs wait for it. `onDead` is told
 * when it could not be loaded or fell over before it said anything, `onFault` of an uncaught error later on: the fault of
 * one task, after which the worker goes on.
 */
export function startTrustedWorker(
  url: string,
  name: string,
  onDead: () => void,
  onFault: () => void,
): TrustedWorker {
  const heard = new EventTarget();
  const waiting: [message: unknown, transfer: Transferable[]][] = [];
  let worker: Worker | null = null;
  let isTerminated = false;
  let hasSpoken = false;

  function run(started: Worker): void {
    if (isTerminated) {
      started.terminate();
      return;
    }
    worker = started;
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      hasSpoken = true;
      heard.dispatchEvent(new MessageEvent("message", { data }));
    });
    worker.addEventListener("error", (event) => {
      // A plain event: the script did not come.
      if (!(event instanceof ErrorEvent) || !hasSpoken) onDead();
      else onFault();
    });
    for (const [message, transfer] of waiting.splice(0)) worker.postMessage(message, transfer);
  }

  if (self.origin === "null") runFromText(url, name).then(run, onDead);
  // The development server serves modules; a build's script is the same as one.
  else run(new Worker(url, { type: "module", name }));

  return {
    postMessage(message: unknown, transfer: Transferable[] = []) {
      if (worker === null) waiting.push([message, transfer]);
      else worker.postMessage(message, transfer);
    },
    addEventListener: heard.addEventListener.bind(heard),
    removeEventListener: heard.removeEventListener.bind(heard),
    terminate() {
      isTerminated = true;
      worker?.terminate();
    },
  };
}

/**
 * For a page without an origin (a host that frames it with `sandbox="allow-scripts"`): it may not start a worker by
 * URL, and a blob worker there has no `crypto.subtle` in Chromium; a `data:` worker has.
 */
async function runFromText(url: string, name: string): Promise<Worker> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name} answered with ${response.status}.`);
  return new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(await response.text())}`, {
    name,
  });
}
