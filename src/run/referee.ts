/** The page's half of the referee: starts the checks, answers what they ask, and takes their results. */
import type { Clock, Timers } from "../base/clock.ts";
import { checkResult } from "../checks/verdict.ts";
import type { Exercise } from "../exercise/exercise.ts";
import type { Hop } from "../wire/handoff.ts";
import {
  parseRefereeReport,
  type CheckPerson,
  type RefereeCommand,
  type RefereeRequest,
} from "../wire/referee.ts";
import type { CheckResult } from "../wire/verdict.ts";
import type { BackstageWorker } from "./backstage.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { RunFailure } from "./run-failure.ts";
import { checksStuck } from "./stuck.ts";

export type RefereeParts = {
  readonly exercise: Exercise;
  readonly referee: BackstageWorker;
  readonly checkPeople: readonly CheckPerson[];
  /** Where the requests of the checks go; the referee reaches no other host. */
  readonly backendUrl: string;
  /** All hops of the checks' stage, for evidence. */
  readonly hops: () => readonly Hop[];
  /** Does for the checks what they may not do themselves. What it rejects with is told to the check. */
  readonly answer: (request: RefereeRequest) => Promise<unknown>;
  readonly onCheck: (result: CheckResult) => void;
  readonly timers: Clock & Timers;
  /** The referee has been silent for a while: it may be gone. */
  readonly onDoubt: () => void;
};

/** Twice what one check may take, and more than a worker needs to start: what says nothing for so long is gone. */
const SILENCE_LIMIT_MS = 10_000;

/**
 * Settles when the last check has ended; rejects with a RunFailure when the checks themselves are broken, or hold their
 * thread.
 */
export function runReferee(signal: AbortSignal, parts: RefereeParts): Promise<void> {
  const { exercise, referee, answer } = parts;
  const [control] = referee.ports;
  if (control === undefined) return Promise.reject(new Error("The referee has no control port."));
  const send = (command: RefereeCommand): void => control.postMessage(command);

  let cancelSilence: () => void = () => undefined;
  let heartbeat: Heartbeat | null = null;
  let underWay: string | null = null;
  const judged = new Promise<void>((resolve, reject) => {
    const giveUp = (): void => reject(new RunFailure(checksStuck(underWay)));
    const waitAgain = (): void => {
      cancelSilence();
      cancelSilence = parts.timers.after(SILENCE_LIMIT_MS, giveUp);
    };
    waitAgain();
    if (signal.aborted) reject(new Error("stopped"));
    signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    control.onmessage = ({ data }: MessageEvent<unknown>) => {
      const report = parseRefereeReport(data);
      if (report?.type !== "alive") waitAgain();
      switch (report?.type) {
        case undefined:
          return;
        case "alive":
          // The worker is there: from now on silence is that of the checks.
          heartbeat ??= startHeartbeat(
            parts.timers,
            (beat) => send({ type: "ping", beat }),
            giveUp,
            parts.onDoubt,
          );
          heartbeat.alive(report.beat);
          return;
        case "began":
          underWay = report.title;
          return;
        case "call": {
          const { call, request } = report;
          answer(request).then(
            (value) => send({ type: "answer", call, value }),
            (error: unknown) => send({ type: "refusal", call, message: (error as Error).message }),
          );
          return;
        }
        case "check": {
          const check = exercise.checks.find(({ title }) => title === report.title);
          if (check === undefined) reject(new Error(`exercise.json has no check titled "${report.title}".`));
          else parts.onCheck(checkResult(check, report, parts.hops()));
          return;
        }
        case "finished":
          resolve();
          return;
        case "broken":
          reject(
            new RunFailure({
              code: "checks-broken",
              message: `The checks of this exercise are broken: ${report.message}`,
            }),
          );
          return;
        default:
          report satisfies never;
      }
    };
    send({ type: "ping", beat: 0 });
    send({
      type: "run",
      checksScript: exercise.checksScript,
      people: parts.checkPeople,
      deploymentUrl: parts.backendUrl,
    });
  });
  return judged.finally(() => {
    cancelSilence();
    heartbeat?.stop();
  });
}
