/** `npm run test:engines`: what learner code can send out, and whether the site works, in every engine that is there. */
import type { EngineName } from "./engine.ts";
import type { Report } from "./child.ts";
import { judge, summary } from "./judge.ts";
import type { Matrix } from "./matrix.ts";
import { runEngine } from "./parent.ts";
import { findEngines, INSTRUCTIONS, installEngine } from "./paths.ts";
import { printMatrix } from "./print.ts";

const ENGINES: readonly EngineName[] = ["chromium", "firefox", "webkit"];

/** `chosen`: names of engines; empty: all. The status that the process ends with. */
export async function testEngines(siteFolder: string, chosen: readonly string[]): Promise<number> {
  const engines = ENGINES.filter((engine) => chosen.length === 0 || chosen.includes(engine));
  const reports: Report[] = [];
  const faults: string[] = [];
  for (const engine of engines) {
    const paths = await findOrInstall(engine);
    if (paths[engine] === null) {
      faults.push(
        `${engine} is not there. ${engine === "chromium" ? "Set CHROME_PATH." : INSTRUCTIONS[engine]}`,
      );
      continue;
    }
    const report = await runEngine({ engine, paths, siteFolder, wants: ["matrix", "runs"] });
    reports.push(report);
    for (const fault of faultsOf(report)) faults.push(`${engine}: ${fault}`);
  }
  const matrices = reports.flatMap(({ matrix }): readonly Matrix[] => (matrix === null ? [] : [matrix]));
  console.info(`\n${printMatrix(matrices)}\n`);
  for (const matrix of matrices) console.info(summary(matrix));
  for (const { version, runs } of reports) {
    const right = runs?.filter(({ fault }) => fault === null) ?? [];
    const again = right.filter(({ tries }) => tries > 1).length;
    console.info(
      `${version}: ${right.length} of ${runs?.length ?? 0} runs of the site as they must be, ${again} of them not at first`,
    );
  }
  if (reports.some(({ hasPrivateNetwork }) => !hasPrivateNetwork)) {
    console.info(
      "This machine allows no private network (unshare, ip): WebRTC and lookups of names could not be live.",
    );
  }
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

async function findOrInstall(engine: EngineName): ReturnType<typeof findEngines> {
  const found = await findEngines();
  if (engine === "chromium" || found[engine] !== null) return found;
  console.info(`No ${engine} found; installing it…`);
  return installEngine(engine) ? findEngines() : found;
}

function faultsOf({ matrix, runs }: Report): readonly string[] {
  const wrong = runs?.filter(({ fault }) => fault !== null) ?? [];
  return [
    ...(matrix === null ? [] : judge(matrix).faults),
    ...wrong.map(({ what, fault }) => `${what}: ${fault}`),
  ];
}
