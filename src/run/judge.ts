/** The stage in which the referee runs the checks against the running app and deployment. */
import type { Clock, Timers } from "../base/clock.ts";
import type { Exercise, ExercisePerson } from "../exercise/exercise.ts";
import type { Hop } from "../wire/handoff.ts";
import type { CheckPerson, RefereeRequest, TokenFault } from "../wire/referee.ts";
import type { CheckResult } from "../wire/verdict.ts";
import type { BackstageWorker } from "./backstage.ts";
import { appAuthentication } from "./app-authentication.ts";
import { appCalls } from "./app-calls.ts";
import { appResult } from "./app-result.ts";
import { identityVersions } from "../handoff/identity-versions.ts";
import type { HopLog } from "./hop-log.ts";
import type { PreviewFrame } from "./preview-frame.ts";
import { runReferee } from "./referee.ts";

export type JudgeParts = {
  readonly exercise: Exercise;
  readonly referee: BackstageWorker;
  readonly preview: PreviewFrame;
  /** Settles with the error that took the app off the screen. */
  readonly appFall: Promise<string>;
  readonly people: readonly ExercisePerson[];
  readonly checkPeople: readonly CheckPerson[];
  /** Hops of the app that the checks drive. */
  readonly appLog: HopLog;
  /** All hops of the checks' stage, for evidence. */
  readonly hops: () => readonly Hop[];
  /** A Convex token of a person of this stage; genuine without a fault. */
  readonly tokenOf: (personId: string, fault: TokenFault | null) => Promise<string>;
  readonly setConvexTemplate: (exists: boolean) => Promise<void>;
  readonly onCheck: (result: CheckResult) => void;
  readonly timers: Clock & Timers;
  readonly onDoubt: () => void;
};

/** Settles when the last check has ended; rejects when the checks themselves are broken. */
export function judge(signal: AbortSignal, parts: JudgeParts): Promise<void> {
  const { appLog } = parts;
  let isSignedIn = false;
  let signedInAt = 0;
  let sentBefore = 0;
  const backendUrl = `https://${parts.exercise.backend.deploymentName}.convex.cloud`;
  return runReferee(signal, { ...parts, backendUrl, answer });

  async function answer(request: RefereeRequest): Promise<unknown> {
    switch (request.op) {
      case "token":
        return parts.tokenOf(personOf(request.person).id, request.fault);
      case "app-sign-in": {
        const person = personOf(request.person);
        // A check before this one may have left someone signed in.
        if (isSignedIn) await signOut();
        signedInAt = appLog.hops.length;
        sentBefore = identityVersions(appLog.hops).sent;
        await whileAppStands(parts.preview.signIn(person.emailAddress, person.password));
        isSignedIn = true;
        return null;
      }
      case "app-sign-out":
        await signOut();
        return null;
      case "app-settled":
        await whileAppStands(authenticationSettled(appLog, sentBefore));
        return null;
      case "convex-template":
        await parts.setConvexTemplate(request.exists);
        return null;
      case "app-result":
        await newsOfApp(request.seen);
        return { seen: appLog.version + 1, ...appResult(appLog.hops, request.functionPath) };
      case "app-authentication":
        await newsOfApp(request.seen);
        return { seen: appLog.version + 1, ...appAuthentication(appLog.hops, signedInAt) };
      case "app-calls":
        await newsOfApp(request.seen);
        return { seen: appLog.version + 1, calls: appCalls(appLog.hops, request.functionPath) };
      case "script-client":
        throw new Error("An app has no script.");
      default:
        return request satisfies never;
    }
  }

  async function signOut(): Promise<void> {
    await whileAppStands(authenticationSettled(appLog, sentBefore));
    await whileAppStands(parts.preview.signOut());
    isSignedIn = false;
  }

  function newsOfApp(seen: number): Promise<void> {
    return whileAppStands(appLog.newerThan(seen - 1));
  }

  /** Nothing more can come of an app that fell: whoever waits for it hears why at once. */
  function whileAppStands<T>(work: Promise<T>): Promise<T> {
    const fallen = parts.appFall.then((text): never => {
      throw new Error(`The app stopped with an error: ${text}`);
    });
    return Promise.race([work, fallen]);
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
 * `sentBefore`: how many Authenticate messages the connection had carried before the sign-in.
 */
async function authenticationSettled(log: HopLog, sentBefore: number): Promise<void> {
  const limit = new Promise<"over">((resolve) => setTimeout(() => resolve("over"), SETTLE_LIMIT_MS));
  for (;;) {
    const { sent, confirmed } = identityVersions(log.hops);
    if (sent >= sentBefore + 2 && sent === confirmed) return;
    if ((await Promise.race([log.newerThan(log.version), limit])) === "over") return;
  }
}
