/** Puts drafts together from what the browser offers. */
import type { Clock } from "../base/clock.ts";
import { randomIdentifier } from "../base/random.ts";
import { systemClock } from "../base/system-clock.ts";
import type { DraftedExercise } from "./draft.ts";
import { Drafts } from "./drafts.ts";
import { IndexedStore } from "./indexed-store.ts";
import { MemoryStore } from "./memory-store.ts";
import type { Notice } from "./notices.ts";
import { PartingDrafts } from "./parting-drafts.ts";
import { createTabs } from "./tabs.ts";

const clock: Clock = { now: () => Date.now() };

export type StartOptions = {
  readonly exercise: DraftedExercise;
  readonly key: string;
  show(notice: Notice | null): void;
};

/** They last as long as the page. */
export function startDrafts({ exercise, key, show }: StartOptions): Drafts {
  const drafts = new Drafts({
    exercise,
    key,
    tab: randomIdentifier((length) => crypto.getRandomValues(new Uint8Array(length)), 12),
    store: new IndexedStore(clock, new PartingDrafts(() => localStorage)),
    fallback: new MemoryStore(),
    tabs: createTabs(() => new BroadcastChannel("handoff-drafts")),
    clock,
    timers: systemClock,
    show,
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") drafts.saveNow();
    else void drafts.look();
  });
  window.addEventListener("pagehide", () => drafts.saveNow());
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) void drafts.look();
  });
  return drafts;
}
