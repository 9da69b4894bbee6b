/** What a page holds: to be compared when it stands the same way. */
import type { BrowserContext, Page } from "playwright-core";
import { until } from "./breach.ts";
import { workerHeapBytes } from "./worker-heaps.ts";

export type Held = {
  /** Bytes of JavaScript in the page's own realm, after collecting what nobody holds. */
  readonly heapBytes: number;
  /** The same in the compiler, the issuer and the deployment together. */
  readonly workerHeapBytes: number;
  /** The page's own among them. */
  readonly frames: number;
  readonly workers: number;
};

/** Reads once nothing is made or removed any more. */
export async function readHeld(context: BrowserContext, page: Page): Promise<Held> {
  let before = "";
  let same = 0;
  await until({
    what: "the number of frames and workers stays",
    read: () => {
      const now = `${page.frames().length} frames, ${page.workers().length} workers`;
      same = now === before ? same + 1 : 0;
      before = now;
      return now;
    },
    isRight: () => same >= 20,
    withinMs: 15_000,
  });
  const session = await context.newCDPSession(page);
  // What only a finalizer held goes in the second.
  for (let round = 0; round < 2; round++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const workers = await workerHeapBytes(session, ["compiler", "issuer", "deployment"]);
  await session.detach();
  return {
    heapBytes: usedSize,
    workerHeapBytes: workers,
    frames: page.frames().length,
    workers: page.workers().length,
  };
}

/** Sentences of what has grown beyond what may. */
export function growth(start: Held, end: Held): string[] {
  const faults: string[] = [];
  for (const [what, most] of [
    ["heapBytes", start.heapBytes * 1.2],
    ["workerHeapBytes", start.workerHeapBytes * 1.2],
    ["frames", start.frames],
    ["workers", start.workers],
  ] as const) {
    if (end[what] > most) faults.push(`${what} has grown from ${start[what]} to ${end[what]}`);
  }
  return faults;
}
