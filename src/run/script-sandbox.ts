/** The hidden sandbox frame whose workers run the two halves of a script and the checks. */
import { allAnswer, workerPools, type BackstageWorker, type WorkerPool } from "./backstage.ts";
import type { SandboxFrame } from "./sandbox-frame.ts";
import { afterTask, READY_LIMIT_MS, type Sandbox } from "./sandbox.ts";
import type { ScriptSandboxScripts } from "./sandbox-scripts.ts";

export type ScriptSandbox = {
  takeScript(): BackstageWorker;
  takeReferee(): BackstageWorker;
  /** Makes the workers that the next run needs. */
  prepare(): void;
  isAlive: Sandbox["isAlive"];
  revive: Sandbox["revive"];
  /** Takes the frame away; what is asked for next opens another. */
  remove(): void;
};

export type ScriptSandboxParts = {
  openFrame(title: string): SandboxFrame;
  loadScripts(): Promise<ScriptSandboxScripts>;
};

type Opened = {
  readonly frame: SandboxFrame;
  readonly scripts: WorkerPool;
  readonly referees: WorkerPool;
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
      scripts: pool("script", { ports: 3, size: 4, secure: true }),
      referees: pool("referee", { ports: 2, size: 1 }),
    };
    return opened;
  }

  function remove(): void {
    opened?.frame.remove();
    opened = null;
  }

  return {
    takeScript: () => open().scripts.take(),
    takeReferee: () => open().referees.take(),
    prepare: () => void open(),
    isAlive: (timers, limitMs) => open().scripts.answers(timers, limitMs),
    async revive(timers) {
      const asked = open();
      const isReady = await allAnswer([asked.scripts, asked.referees], timers, READY_LIMIT_MS);
      if (isReady || asked !== opened) return;
      remove();
      await afterTask(timers);
    },
    remove,
  };
}
