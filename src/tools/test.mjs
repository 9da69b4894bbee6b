/**
 * `npm test`: installs, finds a Chromium, checks types, lint, format and dead code, then runs every test. Names of files may
 * follow. With `--every-cell` all combinations are run of which it otherwise runs one of a kind.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, install, root, run } from "./install.mjs";

install();
const { findOrInstallChromium } = await import("./chromium.mjs");
const chromium = await findOrInstallChromium();

/** Not the benches, which `npm run bench` runs. */
const PROJECTS = ["--project", "node", "--project", "chromium"];
const EVERY_CELL = "--every-cell";
const filters = process.argv.slice(2).filter((argument) => argument !== EVERY_CELL);
const cells = process.argv.includes(EVERY_CELL) ? { HANDOFF_EVERY_CELL: "1" } : {};
if (filters.length === 0) run("npm", ["run", "--silent", "check"]);

const folder = join(root, "node_modules", ".tmp");
const report = join(folder, "tests.json");
mkdirSync(folder, { recursive: true });
rmSync(report, { force: true });
const status = run(
  bin("vitest"),
  ["run", ...PROJECTS, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filters],
  { allowFailure: true, env: { ...process.env, ...cells, CHROME_PATH: chromium } },
);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exit(status);
