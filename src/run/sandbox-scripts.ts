/** The scripts that the sandbox frames run, loaded apart from the page: the editor must not wait for them. */
import { RealmUnavailable } from "../base/realm-unavailable.ts";

export type SandboxScripts = {
  readonly preview: string;
  readonly packages: string;
  readonly isolate: string;
  readonly referee: string;
};

/** For scripts, which need no app. */
export type ScriptSandboxScripts = { readonly script: string; readonly referee: string };

let loading: Promise<SandboxScripts> | null = null;
let loadingScript: Promise<ScriptSandboxScripts> | null = null;

/** Loads them once. A load that failed (the network went away) is tried again by the next call. */
export function loadSandboxScripts(): Promise<SandboxScripts> {
  loading ??= load().catch(() => {
    loading = null;
    throw new RealmUnavailable();
  });
  return loading;
}

async function load(): Promise<SandboxScripts> {
  const [{ previewScript }, { packagesScript }, { isolateScript }, { refereeScript }] = await Promise.all([
    import("virtual:handoff/preview-script"),
    import("virtual:handoff/packages-script"),
    import("virtual:handoff/isolate-script"),
    import("virtual:handoff/referee-script"),
  ]);
  return { preview: previewScript, packages: packagesScript, isolate: isolateScript, referee: refereeScript };
}

/** Only for the exercises that show them. */
export async function loadClerkUi(): Promise<string> {
  try {
    return (await import("virtual:handoff/clerk-ui-script")).clerkUiScript;
  } catch {
    throw new RealmUnavailable();
  }
}

export function loadScriptSandboxScripts(): Promise<ScriptSandboxScripts> {
  loadingScript ??= loadScript().catch(() => {
    loadingScript = null;
    throw new RealmUnavailable();
  });
  return loadingScript;
}

async function loadScript(): Promise<ScriptSandboxScripts> {
  const [{ scriptScript }, { refereeScript }] = await Promise.all([
    import("virtual:handoff/script-script"),
    import("virtual:handoff/referee-script"),
  ]);
  return { script: scriptScript, referee: refereeScript };
}
