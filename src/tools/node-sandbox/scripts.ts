import type { SandboxScripts } from "../../run/sandbox-scripts.ts";
import { bundleAppPackages, bundleIsolate, bundlePreview, bundleReferee } from "../bundle.ts";

let scripts: Promise<SandboxScripts> | null = null;

/** The sandbox's scripts, bundled once a process. */
export function loadSandboxScripts(): Promise<SandboxScripts> {
  scripts ??= bundleAll();
  return scripts;
}

async function bundleAll(): Promise<SandboxScripts> {
  const [preview, packages, isolate, referee] = await Promise.all([
    bundlePreview(),
    bundleAppPackages(),
    bundleIsolate(),
    bundleReferee(),
  ]);
  return { preview: preview.code, packages: packages.code, isolate: isolate.code, referee: referee.code };
}
