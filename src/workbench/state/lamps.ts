/** The lamps as shown: what the hops say, and what can be said when no app is there to make any. */
import { lampsOf, type Lamps } from "../../handoff/lamps.ts";
import { isRunning } from "../../run/runner.ts";
import type { RunState } from "./run-state.ts";

export function shownLamps({ phase, hops }: RunState): Lamps {
  const { clerk, convex } = lampsOf(hops);
  if (isRunning(phase)) return { clerk, convex };
  // Without an app nothing is connected; a session at Clerk outlives the app.
  return { clerk: clerk === "loading" ? "signed out" : clerk, convex: "not authenticated" };
}
