/** Gathers what comes in bursts and hands it on once a frame, so that a flood of hops costs one render. */
export type FrameBuffer<Item> = {
  add(items: readonly Item[]): void;
  /** Throws away what waits. */
  clear(): void;
};

/** `schedule` runs its task before the next paint; `flush` gets everything that came since the last one. */
export function frameBuffer<Item>(
  schedule: (task: () => void) => void,
  flush: (items: readonly Item[]) => void,
): FrameBuffer<Item> {
  let waiting: Item[] = [];
  let isScheduled = false;
  return {
    add(items) {
      waiting.push(...items);
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        const items = waiting;
        waiting = [];
        if (items.length > 0) flush(items);
      });
    },
    clear() {
      waiting = [];
    },
  };
}
