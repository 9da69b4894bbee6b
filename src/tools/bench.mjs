/** `npm run bench`: installs, finds a Chromium, measures, prints one table. Figures over budget are no failure. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { bin, install, root, run } from "./install.mjs";

install();
const { findOrInstallChromium } = await import("./chromium.mjs");
const chromium = await findOrInstallChromium();

const folder = join(root, "node_modules", ".tmp");
const figuresFile = join(folder, "bench.jsonl");
mkdirSync(folder, { recursive: true });
rmSync(figuresFile, { force: true });
const [load = 0] = loadavg();
const status = run(
  bin("vitest"),
  ["run", "--project", "bench", "--reporter=default", ...process.argv.slice(2)],
  {
    allowFailure: true,
    env: { ...process.env, CHROME_PATH: chromium, HANDOFF_BENCH_FILE: figuresFile },
  },
);

const lines = existsSync(figuresFile) ? readFileSync(figuresFile, "utf8").trim().split("\n") : [];
const figures = lines.map((line) => JSON.parse(line)).toSorted((a, b) => a.group - b.group);
const cells = figures.map(({ name, budget, unit, rounds, median, spread, isWithin }) => [
  name,
  budget === null ? "" : `≤ ${format(budget, unit)}`,
  format(median, unit),
  spread === null ? "" : `${spread.kind} ${format(spread.value, unit)}`,
  String(rounds),
  isWithin === null ? "" : isWithin ? "ok" : "over",
]);
const rows = [["figure", "budget", "median", "p90 or min", "rounds", "ok?"], ...cells];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
for (const row of rows) {
  console.log(
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  "),
  );
}
console.log(
  `${availableParallelism()} cores; load average before: ${load.toFixed(2)}. Times mean little on a busy machine.`,
);
process.exit(status);

/** Units: ms, KB (1,000 bytes), MB (1,000,000 bytes), × (a ratio). */
function format(value, unit) {
  const digits = Math.abs(value) < 1 ? 3 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}
