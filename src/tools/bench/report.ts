/** What a bench found out, written where `bench.mjs` reads it for its table. */
import { appendFileSync } from "node:fs";

/** ms: milliseconds; KB: 1,000 bytes; MB: 1,000,000 bytes; ×: a ratio. */
type Unit = "ms" | "KB" | "MB" | "×";

type Measurement = {
  /** Place of its part of the table. */
  readonly group: number;
  readonly name: string;
  readonly unit: Unit;
  /** Most that the median should be, in `unit`; null for figures that only inform. */
  readonly budget: number | null;
  /** One value a round, in `unit`. */
  readonly samples: readonly number[];
  /** What is shown beside the median. */
  readonly beside: "p90" | "min" | "nothing";
};

/** Adds a line to the table. Never judges: a bench reports. */
export function report({ group, name, unit, budget, samples, beside }: Measurement): void {
  const middle = median(samples);
  const figure = {
    group,
    name,
    unit,
    budget,
    rounds: samples.length,
    median: middle,
    spread:
      beside === "nothing" ? null : { kind: beside, value: percentile(samples, beside === "p90" ? 0.9 : 0) },
    isWithin: budget === null ? null : middle <= budget,
  };
  const file = process.env["HANDOFF_BENCH_FILE"];
  if (file === undefined) console.log(figure);
  else appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error("There is nothing to take a median of.");
  return (upper + lower) / 2;
}

/** The nearest rank; `share` 0 is the least of the samples. */
function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
