/** The hidden sandbox frame whose workers run the two halves of a script and the checks. */
import { workerPools, type BackstageWorker } from "./backstage.ts";
import type { SandboxFrame } from "./sandbox-frame.ts";
import type { ScriptSandboxScripts } from "./sandbox-scripts.ts";

export type ScriptSandbox = {
  takeScript(): BackstageWorker;
  takeReferee(): BackstageWorker;
  /** Makes the workers that the next run needs. */
  prepare(): void;
  remove(): void;
};

export type ScriptSandboxParts = {
  openFrame(title: string): SandboxFrame;
  loadScripts(): Promise<ScriptSandboxScripts>;
};

type Opened = {
  readonly frame: SandboxFrame;
  readonly takeScript: () => BackstageWorker;
  readonly takeReferee: () => BackstageWorker;
};

export function openScriptSandbox({ openFrame, loadScripts }: ScriptSandboxParts): ScriptSandbox {
  let opened: Opened | null = null;

  function open(): Opened {
    if (opened !== null) return opened;
    const frame = openFrame("Script and checks");
    const loading = loadScripts();
    // Without its scripts nothing starts here; a run asks for them itself and tells why.
    loading.catch(() => {
      frame.remove();
      opened = null;
    });
    const pool = workerPools(frame, loading);
    opened = {
      frame,
      // A client and a server for the learner's run, and for the checks.
      takeScript: pool("script", { ports: 3, size: 4, secure: true }),
      takeReferee: pool("referee", { ports: 2, size: 1 }),
    };
    return opened;
  }

  return {
    takeScript: () => open().takeScript(),
    takeReferee: () => open().takeReferee(),
    prepare: () => void open(),
    remove() {
      opened?.frame.remove();
      opened = null;
    },
  };
}
