/** The hidden sandbox frame whose workers run the learner's functions and the checks. */
import type { SandboxFrame } from "./sandbox-frame.ts";
import type { SandboxScripts } from "./sandbox-scripts.ts";

/** A worker of the backstage: made ahead, used once, and gone when terminated. */
export type BackstageWorker = {
  /** Our ends of its ports, in the order in which the realm expects them. */
  readonly ports: readonly MessagePort[];
  terminate(): void;
};

export type Backstage = {
  takeIsolate(): BackstageWorker;
  takeReferee(): BackstageWorker;
  remove(): void;
};

export function openBackstage(frame: SandboxFrame, loading: Promise<SandboxScripts>): Backstage {
  // Without its scripts nothing starts here; the preview, which needs them too, tells the run why.
  const started: Promise<SandboxScripts | null> = Promise.all([loading, frame.ready]).then(
    ([scripts]) => scripts,
    () => null,
  );
  let workers = 0;

  function start(kind: "isolate" | "referee", portCount: number): BackstageWorker {
    const name = `${kind}-${++workers}`;
    const channels = Array.from({ length: portCount }, () => new MessageChannel());
    let isTerminated = false;
    void started.then((scripts) => {
      if (isTerminated || scripts === null) return;
      frame.send(
        { type: "worker", name, code: scripts[kind] },
        channels.map((channel) => channel.port2),
      );
    });
    return {
      ports: channels.map((channel) => channel.port1),
      terminate() {
        isTerminated = true;
        frame.send({ type: "terminate", name });
      },
    };
  }

  /** Keeps `size` workers waiting: starting one costs more than a run may take. */
  function pool(kind: "isolate" | "referee", portCount: number, size: number): () => BackstageWorker {
    const waiting = Array.from({ length: size }, () => start(kind, portCount));
    return () => {
      waiting.push(start(kind, portCount));
      return waiting.shift() ?? start(kind, portCount);
    };
  }

  return {
    // One for the app's deployment, one for the checks', one in reserve for a runaway.
    takeIsolate: pool("isolate", 1, 3),
    takeReferee: pool("referee", 2, 1),
    remove: () => frame.remove(),
  };
}
