/** The time of the app and its stand-ins, as the clock bar steers it. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { REAL_PACE, virtualTime, type Pace } from "../../base/steerable-clock.ts";
import { lastTokenExpiry } from "../../handoff/token-expiry.ts";
import type { Backend } from "../../run/runner.ts";
import type { RunState } from "../state/run-state.ts";

export type ClockView = {
  readonly pace: ReadonlySignal<Pace>;
  /** Milliseconds since the epoch; null while the deployment has accepted no token. */
  readonly expiresAt: ReadonlySignal<number | null>;
  /** Milliseconds since the epoch, for the app. */
  now(): number;
  jump(byMs: number): void;
  /** 0 stands still. */
  setRate(rate: number): void;
  /** What runs is back in real time. */
  forget(): void;
};

export function createClockView(
  backend: Pick<Backend, "setPace">,
  run: ReadonlySignal<RunState>,
  realNow: () => number,
): ClockView {
  const pace = signal(REAL_PACE);
  const now = (): number => virtualTime(pace.peek(), realNow());

  function steer(virtualMs: number, rate: number): void {
    pace.value = { virtualMs, realMs: realNow(), rate };
    void backend.setPace(pace.value);
  }

  return {
    pace,
    expiresAt: computed(() => lastTokenExpiry(run.value.hops)),
    now,
    jump: (byMs) => steer(now() + byMs, pace.peek().rate),
    setRate: (rate) => steer(now(), rate),
    forget: () => (pace.value = REAL_PACE),
  };
}
