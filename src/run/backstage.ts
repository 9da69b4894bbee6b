/** The hidden sandbox frame whose workers run the learner's functions and the checks. */
import type { Timers } from "../base/clock.ts";
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
  /** Whether the process of the frame is there; its workers answer even when its page is busy. */
  isAlive: WorkerPool["answers"];
  /** Whether what is taken next is there, too. */
  isReady: WorkerPool["answers"];
  remove(): void;
};

export function openBackstage(frame: SandboxFrame, loading: Promise<SandboxScripts>): Backstage {
  const pool = workerPools(frame, loading);
  // One for the app's deployment, one for the checks', one in reserve for a runaway.
  const isolates = pool("isolate", { ports: 1, size: 3 });
  const referees = pool("referee", { ports: 2, size: 1 });
  return {
    takeIsolate: isolates.take,
    takeReferee: referees.take,
    isAlive: isolates.answers,
    isReady: (timers, limitMs) => allAnswer([isolates, referees], timers, limitMs),
    remove: () => frame.remove(),
  };
}

/** Workers that are made ahead. */
export type WorkerPool = {
  take(): BackstageWorker;
  /**
   * Whether the worker to be taken next answers in time. A browser that is short of memory ends the process of a frame
   * without telling the page: then nothing in it answers any more. True where the scripts could not be loaded.
   */
  answers(timers: Timers, limitMs: number): Promise<boolean>;
};

export async function allAnswer(
  pools: readonly WorkerPool[],
  timers: Timers,
  limitMs: number,
): Promise<boolean> {
  const answers = await Promise.all(pools.map((pool) => pool.answers(timers, limitMs)));
  return answers.every((isAnswer) => isAnswer);
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
): (kind: keyof Scripts & string, options: PoolOptions) => WorkerPool {
  // Without its scripts nothing starts here; the preview, which needs them too, tells the run why.
  const started: Promise<Scripts | null> = Promise.all([loading, frame.ready]).then(
    ([scripts]) => scripts,
    () => null,
  );
  const isLoaded = loading.then(
    () => true,
    () => false,
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
    let asking: Promise<boolean> | null = null;

    async function ask(timers: Timers, limitMs: number): Promise<boolean> {
      if (!(await isLoaded)) return true;
      const [port] = waiting[0]?.ports ?? [];
      return port === undefined || isAnswered(port, timers, limitMs);
    }

    return {
      take() {
        waiting.push(start(kind, options));
        return waiting.shift() ?? start(kind, options);
      },
      answers(timers, limitMs) {
        asking ??= ask(timers, limitMs).finally(() => (asking = null));
        return asking;
      },
    };
  };
}

/** Every realm behind such a port answers a ping. The port is as before afterwards, and may be handed on. */
function isAnswered(port: MessagePort, timers: Timers, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      cancel();
      port.onmessage = null;
      resolve(answered);
    };
    const cancel = timers.after(limitMs, () => end(false));
    port.onmessage = () => end(true);
    port.postMessage({ type: "ping", beat: 0 });
  });
}
