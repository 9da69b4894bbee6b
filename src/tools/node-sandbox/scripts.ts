import type { SandboxScripts, ScriptSandboxScripts } from "../../run/sandbox-scripts.ts";
import { bundleAppPackages, bundleIsolate, bundlePreview, bundleReferee, bundleScript } from "../bundle.ts";

export type AllScripts = SandboxScripts & ScriptSandboxScripts;

let scripts: Promise<AllScripts> | null = null;

/** The scripts of both kinds of sandbox, bundled once a process. */
export function loadSandboxScripts(): Promise<AllScripts> {
  scripts ??= bundleAll();
  return scripts;
}

async function bundleAll(): Promise<AllScripts> {
  const [preview, packages, isolate, referee, script] = await Promise.all([
    bundlePreview(),
    bundleAppPackages(),
    bundleIsolate(),
    bundleReferee(),
    bundleScript(),
  ]);
  return {
    preview: preview.code,
    packages: packages.code,
    isolate: isolate.code,
    referee: referee.code,
    script: script.code,
  };
}
