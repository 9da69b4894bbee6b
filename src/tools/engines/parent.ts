/** Starts the process that drives an engine, in a private network where this machine allows one. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./browser-process.ts";
import type { Report, Request } from "./child.ts";

const CHILD = fileURLToPath(new URL("./child.mjs", import.meta.url));
const NETWORK = fileURLToPath(new URL("./private-network.sh", import.meta.url));

/** Settles when the engine has been closed again. Its process prints how it goes on. */
export async function runEngine(request: Omit<Request, "reportFile">): Promise<Report> {
  const folder = temporaryFolder("engines");
  const reportFile = join(folder.path, "report.json");
  const network = privateNetwork(folder.path);
  try {
    const [command, ...parameters] = [
      ...network,
      process.execPath,
      CHILD,
      JSON.stringify({ ...request, reportFile } satisfies Request),
    ];
    const child = spawn(command ?? "", parameters, { stdio: ["ignore", "inherit", "inherit"] });
    const status = await new Promise((resolve, reject) => {
      child.once("exit", resolve);
      child.once("error", reject);
    });
    if (!existsSync(reportFile))
      throw new Error(`${request.engine} ended with ${String(status)} and without a report.`);
    return JSON.parse(readFileSync(reportFile, "utf8")) as Report;
  } finally {
    folder.remove();
  }
}

/** The beginning of a command that has one; empty where there can be none. */
function privateNetwork(folder: string): readonly string[] {
  const own = ["unshare", "--net", "--mount"];
  // As the administrator of the machine, or of a namespace that the machine lets anybody make.
  for (const command of [own, [...own, "--user", "--map-root-user"]]) {
    const whole = [...command, "sh", NETWORK, folder];
    const tried = spawnSync(whole[0] ?? "", [...whole.slice(1), "true"], { stdio: "ignore" });
    if (tried.status === 0) return whole;
  }
  return [];
}
