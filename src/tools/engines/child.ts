/** In the process that has the network: starts one engine, does what is asked for, and writes down what came of it. */
import { writeFileSync } from "node:fs";
import { launchChromium } from "./chromium.ts";
import type { Engine, EngineName } from "./engine.ts";
import { launchFirefox } from "./firefox.ts";
import { runMatrix, type Matrix } from "./matrix.ts";
import type { EnginePaths } from "./paths.ts";
import { hasPrivateNetwork } from "./private-network.ts";
import type { RunReport } from "./run-log.ts";
import { runSite } from "./runs.ts";
import { runStopped } from "./stopped-runs.ts";
import { launchWebkit } from "./webkit.ts";

export type Request = {
  readonly engine: EngineName;
  readonly paths: EnginePaths;
  /** Of the built site. */
  readonly siteFolder: string;
  readonly reportFile: string;
  /** What to do: the exfiltration matrix, the runs of the site, or both. */
  readonly wants: readonly ("matrix" | "runs")[];
};

/** Null: not asked for. */
export type Report = {
  readonly version: string;
  readonly hasPrivateNetwork: boolean;
  readonly matrix: Matrix | null;
  readonly runs: readonly RunReport[] | null;
};

export async function obey({ engine: name, paths, siteFolder, reportFile, wants }: Request): Promise<void> {
  const engine = await launch(name, paths);
  let report: Report;
  try {
    report = {
      version: engine.version,
      hasPrivateNetwork,
      matrix: wants.includes("matrix") ? await runMatrix(engine, siteFolder) : null,
      runs: wants.includes("runs") ? await runSite(engine, siteFolder) : null,
    };
  } finally {
    await engine.close();
  }
  if (report.runs !== null) {
    const stopped = await runStopped(name, () => launch(name, paths), siteFolder);
    report = { ...report, runs: [...report.runs, ...stopped] };
  }
  writeFileSync(reportFile, JSON.stringify(report));
}

function launch(name: EngineName, { chromium, firefox, webkit }: EnginePaths): Promise<Engine> {
  switch (name) {
    case "chromium":
      return launchChromium(found(chromium));
    case "firefox":
      return launchFirefox(found(firefox));
    case "webkit":
      return launchWebkit(found(webkit));
    default:
      return name satisfies never;
  }
}

function found<Path>(path: Path | null): Path {
  if (path === null) throw new Error("The engine is not installed.");
  return path;
}
