/** A soak's report as lines of text. Pure. */
import type { SoakReport } from "./soak.ts";

export function figures(report: SoakReport): string {
  const { seed, seconds, actions, runs, kills, runsLostToKills, breach, trail, scene, memory } = report;
  const total = [...actions.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...actions]
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, count]) => `  ${String(count).padStart(4)}  ${kind}`);
  const lines = [
    `seed ${seed}, ${seconds} s: ${total} actions, ${runs} runs`,
    ...kinds,
    `kills survived: ${kills} (runs that ended in an error for it: ${runsLostToKills})`,
    `losses: ${breach?.kind === "loss" ? 1 : 0}, other faults: ${breach?.kind === "fault" ? 1 : 0}`,
  ];
  if (memory !== null) {
    const { start, end } = memory;
    lines.push(
      `memory: ${megabytes(start.heapBytes)} → ${megabytes(end.heapBytes)} MB of heap, ${megabytes(start.workerHeapBytes)} → ${megabytes(end.workerHeapBytes)} MB in workers, ${start.frames} → ${end.frames} frames, ${start.workers} → ${end.workers} workers`,
    );
  }
  if (breach !== null) {
    lines.push(`what broke: ${breach.message}`, "the last actions:", ...trail.map((line) => `  ${line}`));
    lines.push("what was to be seen:", ...scene.map((line) => `  ${line}`));
    lines.push(`again: npm run soak -- --seconds ${seconds} --seed ${seed}`);
  }
  return lines.join("\n");
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
