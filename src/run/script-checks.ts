/** The checks of a script: its halves are started for random people and notes, and the referee judges what crosses. */
import type { Clock, Timers } from "../base/clock.ts";
import { tokenWith } from "../checks/faulty-token.ts";
import type { Forger } from "../checks/forged-token.ts";
import type { Exercise, ExercisePerson } from "../exercise/exercise.ts";
import type { Hop } from "../wire/handoff.ts";
import type { RefereeRequest } from "../wire/referee.ts";
import { API_HOST } from "../wire/script.ts";
import type { CheckResult, RunError } from "../wire/verdict.ts";
import type { RandomBytes } from "../base/random.ts";
import { castChecks, type CheckCast } from "./check-people.ts";
import { HopLog } from "./hop-log.ts";
import { fillRows } from "./placeholders.ts";
import { runReferee } from "./referee.ts";
import { bearerToken, type Relay } from "./relay.ts";
import { ScriptStage, type RunningScript, type ScriptStageParts } from "./script-stage.ts";
import type { HalfWatch } from "./script-half.ts";
import { ALIVE_LIMIT_MS } from "./sandbox.ts";
import type { ScriptSandbox } from "./script-sandbox.ts";

export type ScriptCheckStage = { readonly stage: ScriptStage; readonly cast: CheckCast };

let opened = 0;

export async function openScriptCheckStage(
  parts: ScriptStageParts,
  exercise: Exercise,
  random: RandomBytes,
  onHops: (hops: readonly Hop[]) => void,
): Promise<ScriptCheckStage> {
  const cast = castChecks(exercise.scenarios.people, random);
  const id = `script-checks-${++opened}`;
  return {
    cast,
    stage: await ScriptStage.open(id, parts, exercise, cast.people, new HopLog(onHops, parts.onFlood), true),
  };
}

export type ScriptCheckRun = {
  readonly sandbox: ScriptSandbox;
  readonly exercise: Exercise;
  readonly script: string;
  readonly forge: Forger;
  readonly onCheck: (result: CheckResult) => void;
  readonly onSilent: HalfWatch["onSilent"];
  readonly timers: Clock & Timers;
};

/** Always cleans up. */
export async function runScriptChecks(
  signal: AbortSignal,
  { stage, cast }: ScriptCheckStage,
  { sandbox, exercise, script, forge, onCheck, onSilent, timers }: ScriptCheckRun,
): Promise<RunError | undefined> {
  const referee = sandbox.takeReferee();
  let running: RunningScript | null = null;
  const stop = (): void => running?.stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const rows = fillRows(exercise.scenarios.checkRows, cast.words);
    const logged: string[] = [];
    const started = await stage.start({
      sandbox,
      script,
      rows,
      say: ({ text }, role) => void (role === "client" && logged.push(text)),
      onSilent,
    });
    if (!started.ok) return started.error;
    running = started.value;
    signal.throwIfAborted();
    const [, network] = referee.ports;
    if (network === undefined) throw new Error("The referee has no network port.");
    running.relay.connect(network, "stranger");
    const { relay, client } = running;

    const answer = async (request: RefereeRequest): Promise<unknown> => {
      switch (request.op) {
        case "token": {
          const { id } = personOf(cast.people, request.person);
          const { mintByStranger } = stage;
          return tokenWith(
            request.fault,
            (options) => stage.mint(id, options),
            forge,
            mintByStranger && ((options) => mintByStranger(id, options)),
          );
        }
        case "script-client": {
          const person = request.person === null ? null : personOf(cast.people, request.person);
          const before = relay.requests.length;
          logged.length = 0;
          const error = await client(person === null ? null : scriptPerson(person));
          return { error, logged: [...logged], requests: clientRequests(relay, before, stage.log.hops) };
        }
        case "convex-template":
        case "app-sign-in":
        case "app-sign-out":
        case "app-settled":
        case "app-result":
        case "app-authentication":
        case "app-calls":
          throw new Error("A script has no app.");
        default:
          return request satisfies never;
      }
    };
    await runReferee(signal, {
      exercise,
      referee,
      checkPeople: cast.checkPeople,
      backendUrl: `https://${API_HOST}`,
      hops: () => stage.log.hops,
      answer,
      onCheck,
      timers,
      onDoubt: () => void sandbox.isAlive(timers, ALIVE_LIMIT_MS),
    });
    return undefined;
  } finally {
    signal.removeEventListener("abort", stop);
    referee.terminate();
    stop();
    void stage.close();
  }
}

export function scriptPerson({ firstName, emailAddress, password }: ExercisePerson) {
  return { firstName, emailAddress, password };
}

function personOf(people: readonly ExercisePerson[], key: string): ExercisePerson {
  const person = people.find((candidate) => candidate.key === key);
  if (person === undefined) throw new Error(`The exercise has no person "${key}".`);
  return person;
}

/** What the client has sent since, and whether what it carried came from Clerk: both sides of it were recorded here. */
function clientRequests(relay: Relay, since: number, hops: readonly Hop[]) {
  const issued = new Set(
    hops
      .filter(({ from, to, content }) => from === "clerk" && to === "app" && content.type === "response")
      .flatMap((hop) => (isTemplateToken(hop, hops) ? hop.tokens.map(({ jwt }) => jwt) : [])),
  );
  return relay.requests
    .slice(since)
    .filter(({ from }) => from === "app")
    .map(({ method, url, authorization }) => ({ method, url, bearer: describe(authorization, issued) }));
}

function describe(authorization: string | null, issued: ReadonlySet<string>): string {
  if (authorization === null) return "none";
  const token = bearerToken(authorization);
  if (token === null) return "not of the form: Bearer, a space, a token";
  return issued.has(token)
    ? "a Convex token that Clerk gave to the client"
    : "a token that is not the one for Convex";
}

function isTemplateToken(hop: Hop, hops: readonly Hop[]): boolean {
  const { content } = hop;
  if (content.type !== "response") return false;
  const { exchange } = content;
  return hops.some(
    (other) =>
      other.content.type === "request" &&
      other.content.exchange === exchange &&
      /\/tokens\/convex(?:\?|$)/.test(other.content.url),
  );
}
