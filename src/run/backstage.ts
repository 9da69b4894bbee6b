/** The hidden sandbox frame whose workers run the learner's functions and the checks. */
import { isolateScript } from "virtual:handoff/isolate-script";
import { refereeScript } from "virtual:handoff/referee-script";
import { openSandboxFrame } from "./sandbox-frame.ts";

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

export function openBackstage(parent: HTMLElement): Backstage {
  const frame = openSandboxFrame(parent, { title: "Functions and checks", visible: false });
  let workers = 0;

  function start(kind: string, code: string, portCount: number): BackstageWorker {
    const name = `${kind}-${++workers}`;
    const channels = Array.from({ length: portCount }, () => new MessageChannel());
    void frame.ready.then(() =>
      frame.send(
        { type: "worker", name, code },
        channels.map((channel) => channel.port2),
      ),
    );
    return {
      ports: channels.map((channel) => channel.port1),
      terminate: () => frame.send({ type: "terminate", name }),
    };
  }

  /** Keeps `size` workers waiting: starting one costs more than a run may take. */
  function pool(kind: string, code: string, portCount: number, size: number): () => BackstageWorker {
    const waiting = Array.from({ length: size }, () => start(kind, code, portCount));
    return () => {
      waiting.push(start(kind, code, portCount));
      return waiting.shift() ?? start(kind, code, portCount);
    };
  }

  return {
    // One for the app's deployment, one for the checks', one in reserve for a runaway.
    takeIsolate: pool("isolate", isolateScript, 1, 3),
    takeReferee: pool("referee", refereeScript, 2, 1),
    remove: () => frame.remove(),
  };
}
