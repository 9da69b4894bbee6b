/** The stage in which the referee runs the checks against the running app and deployment. */
import { checkResult } from "../checks/verdict.ts";
import type { Exercise, ExercisePerson } from "../exercise/exercise.ts";
import type { Hop } from "../wire/handoff.ts";
import {
  parseRefereeReport,
  type CheckPerson,
  type RefereeCommand,
  type RefereeRequest,
  type TokenFault,
} from "../wire/referee.ts";
import type { CheckResult } from "../wire/verdict.ts";
import type { BackstageWorker } from "./backstage.ts";
import { appResult } from "./app-result.ts";
import { identityVersions } from "../handoff/identity-versions.ts";
import type { HopLog } from "./hop-log.ts";
import type { PreviewFrame } from "./preview-frame.ts";

export type JudgeParts = {
  readonly exercise: Exercise;
  readonly referee: BackstageWorker;
  readonly preview: PreviewFrame;
  readonly people: readonly ExercisePerson[];
  readonly checkPeople: readonly CheckPerson[];
  /** Hops of the app that the checks drive. */
  readonly appLog: HopLog;
  /** All hops of the checks' stage, for evidence. */
  readonly hops: () => readonly Hop[];
  /** A Convex token of a person of this stage; genuine without a fault. */
  readonly tokenOf: (personId: string, fault: TokenFault | null) => Promise<string>;
  readonly onCheck: (result: CheckResult) => void;
};

/** Settles when the last check has ended; rejects when the checks themselves are broken. */
export function judge(signal: AbortSignal, parts: JudgeParts): Promise<void> {
  const { exercise, referee, appLog } = parts;
  const [control] = referee.ports;
  if (control === undefined) return Promise.reject(new Error("The referee has no control port."));
  const send = (command: RefereeCommand): void => control.postMessage(command);

  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    control.onmessage = ({ data }: MessageEvent<unknown>) => {
      const report = parseRefereeReport(data);
      switch (report?.type) {
        case undefined:
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
          reject(new Error(`The checks of this exercise are broken: ${report.message}`));
          return;
        default:
          report satisfies never;
      }
    };
    send({
      type: "run",
      checksScript: exercise.checksScript,
      people: parts.checkPeople,
      deploymentUrl: `https://${exercise.backend.deploymentName}.convex.cloud`,
    });
  });

  async function answer(request: RefereeRequest): Promise<unknown> {
    switch (request.op) {
      case "token":
        return parts.tokenOf(personOf(request.person).id, request.fault);
      case "app-sign-in": {
        const person = personOf(request.person);
        await parts.preview.signIn(person.emailAddress, person.password);
        return null;
      }
      case "app-sign-out":
        await authenticationSettled(appLog);
        await parts.preview.signOut();
        return null;
      case "app-result":
        await appLog.newerThan(request.seen - 1);
        return { seen: appLog.version + 1, ...appResult(appLog.hops, request.functionPath) };
      default:
        return request satisfies never;
    }
  }

  function personOf(key: string): ExercisePerson {
    const person = parts.people.find((candidate) => candidate.key === key);
    if (person === undefined) throw new Error(`The exercise has no person "${key}".`);
    return person;
  }
}

/** The longest wait for a client that authenticates only once. */
const SETTLE_LIMIT_MS = 400;

/**
 * After its first token is confirmed the Convex client fetches a fresh one and authenticates again. A sign-out in
 * between loses a race inside the client, which no person is quick enough to win; so the checks wait, too.
 */
async function authenticationSettled(log: HopLog): Promise<void> {
  const limit = new Promise<"over">((resolve) => setTimeout(() => resolve("over"), SETTLE_LIMIT_MS));
  for (;;) {
    const { sent, confirmed } = identityVersions(log.hops);
    if (sent >= 2 && sent === confirmed) return;
    if ((await Promise.race([log.newerThan(log.version), limit])) === "over") return;
  }
}
