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
  const pool = workerPools(frame, loading);
  return {
    // One for the app's deployment, one for the checks', one in reserve for a runaway.
    takeIsolate: pool("isolate", { ports: 1, size: 3 }),
    takeReferee: pool("referee", { ports: 2, size: 1 }),
    remove: () => frame.remove(),
  };
}

/** How a worker is made, and how many wait: starting one costs more than a run may take. */
type PoolOptions = {
  readonly ports: number;
  readonly size: number;
  /** It needs `crypto.subtle`. */
  readonly secure?: boolean;
};

/** Makes pools of workers in a frame; each worker runs the script of its name. */
export function workerPools<Scripts extends Readonly<Record<string, string>>>(
  frame: SandboxFrame,
  loading: Promise<Scripts>,
): (kind: keyof Scripts & string, options: PoolOptions) => () => BackstageWorker {
  // Without its scripts nothing starts here; the preview, which needs them too, tells the run why.
  const started: Promise<Scripts | null> = Promise.all([loading, frame.ready]).then(
    ([scripts]) => scripts,
    () => null,
  );
  let workers = 0;

  function start(kind: keyof Scripts & string, { ports, secure = false }: PoolOptions): BackstageWorker {
    const name = `${kind}-${++workers}`;
    const channels = Array.from({ length: ports }, () => new MessageChannel());
    let isTerminated = false;
    void started.then((scripts) => {
      if (isTerminated || scripts === null) return;
      frame.send(
        { type: "worker", name, code: scripts[kind] ?? "", secure },
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

  return (kind, options) => {
    const waiting = Array.from({ length: options.size }, () => start(kind, options));
    return () => {
      waiting.push(start(kind, options));
      return waiting.shift() ?? start(kind, options);
    };
  };
}
