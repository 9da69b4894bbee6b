/** One half of a script in its worker, as the page holds it: loaded once, called, watched, ended. */
import type { Clock, Timers } from "../base/clock.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import {
  parseScriptReport,
  type ScriptCommand,
  type ScriptPerson,
  type ScriptReport,
  type ScriptRole,
} from "../wire/script.ts";
import type { BackstageWorker } from "./backstage.ts";
import { listenGuarded } from "../base/guarded-port.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";

export type ScriptHalf = {
  /** The other ends of its network. */
  readonly issuerPort: MessagePort;
  readonly apiPort: MessagePort;
  /** Settles when the script has been loaded, with why it could not be. */
  load(command: Omit<Extract<ScriptCommand, { type: "load" }>, "type">): Promise<string | null>;
  /** Calls `client`; settles with what it threw, as text. */
  client(person: ScriptPerson | null): Promise<string | null>;
  terminate(): void;
};

export type HalfWatch = {
  readonly clock: Clock & Timers;
  readonly say: (report: Extract<ScriptReport, { type: "console" }>, role: ScriptRole) => void;
  /** Its worker is busy for good, in a loop at `place` if in one. */
  readonly onSilent: (role: ScriptRole, place: string | null) => void;
  /** It has been silent for a while: its process may be gone. */
  readonly onDoubt: () => void;
  /** It says or sends more than anybody can read; it is heard no more. */
  readonly onFlood: () => void;
};

/** The realm itself tells of 200 lines a second at most; whoever says more has got hold of its port. */
const REPORTS_PER_SECOND = 2000;

/** The longest wait for a worker to start. A busy machine takes a second or two. */
const START_LIMIT_MS = 10_000;
/** The longest wait for `client` to come back. */
const CLIENT_LIMIT_MS = 4000;

export function openScriptHalf(role: ScriptRole, worker: BackstageWorker, watch: HalfWatch): ScriptHalf {
  const [control, issuerPort, apiPort] = worker.ports;
  if (control === undefined || issuerPort === undefined || apiPort === undefined) {
    throw new Error("A script's worker has three ports.");
  }
  const loaded = deferred<string | null>();
  const calls = new Map<number, Deferred<string | null>>();
  let lastCall = 0;
  let heartbeat: Heartbeat | null = null;
  let cancelStart: () => void = () => undefined;
  let isTerminated = false;
  /** The loop that its thread was in at last. */
  let place: string | null = null;

  /** The worker is there, and has not seen the script yet: from now on silence is the script's. */
  function watchBeats(): void {
    cancelStart();
    if (isTerminated) return;
    heartbeat = startHeartbeat(
      watch.clock,
      (beat) => send({ type: "ping", beat }),
      () => watch.onSilent(role, place),
      watch.onDoubt,
    );
  }

  const send = (command: ScriptCommand): void => control.postMessage(command);
  listenGuarded(control, {
    timers: watch.clock,
    mostPerSecond: REPORTS_PER_SECOND,
    parse: parseScriptReport,
    take,
    onFlood: watch.onFlood,
  });

  function take(report: ScriptReport): void {
    switch (report.type) {
      case "loaded":
        loaded.resolve(null);
        return;
      case "failed":
        loaded.resolve(report.message);
        return;
      case "console":
        watch.say(report, role);
        return;
      case "done":
        calls.get(report.call)?.resolve(report.error);
        calls.delete(report.call);
        return;
      case "flood":
        watch.onFlood();
        return;
      case "loop":
        place = report.place;
        return;
      case "alive":
        place = null;
        if (heartbeat === null) watchBeats();
        else heartbeat.alive(report.beat);
        return;
      default:
        report satisfies never;
    }
  }

  return {
    issuerPort,
    apiPort,
    load(command) {
      send({ type: "ping", beat: 0 });
      send({ type: "load", ...command });
      cancelStart = watch.clock.after(START_LIMIT_MS, () => watch.onSilent(role, null));
      return loaded.promise;
    },
    client(person) {
      const call = ++lastCall;
      const answer = deferred<string | null>();
      calls.set(call, answer);
      send({ type: "client", call, person });
      const cancel = watch.clock.after(CLIENT_LIMIT_MS, () =>
        answer.resolve(`client() did not come back within ${CLIENT_LIMIT_MS / 1000} s.`),
      );
      return answer.promise.finally(cancel);
    },
    terminate() {
      isTerminated = true;
      cancelStart();
      heartbeat?.stop();
      worker.terminate();
      control.close();
    },
  };
}
