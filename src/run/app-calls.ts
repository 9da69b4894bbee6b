/** The calls of one function that the deployment received from the app, read from the hops that it recorded. */
import type { Hop } from "../wire/handoff.ts";
import type { AppCalls } from "../wire/referee.ts";

type AppCall = AppCalls["calls"][number];

export function appCalls(hops: readonly Hop[], functionPath: string): AppCall[] {
  const calls = new Map<string, AppCall>();
  for (const { content } of hops) {
    if (content.type === "call" && content.functionPath === functionPath) {
      const { execution, kind, caller } = content;
      calls.set(execution, { functionPath, kind, caller, outcome: "running", result: null });
    }
    if (content.type !== "return") continue;
    const call = calls.get(content.execution);
    if (call !== undefined) {
      calls.set(content.execution, { ...call, outcome: content.outcome, result: content.result });
    }
  }
  return [...calls.values()];
}
