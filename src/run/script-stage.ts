/** A script's stage: one Clerk instance and, once started, the two halves with what connects them. Used for one run. */
import type { Remote } from "comlink";
import type { Clock, Timers } from "../base/clock.ts";
import { failure, success, type Result } from "../base/result.ts";
import { transfer } from "comlink";
import { STRANGER_HOST } from "../checks/faulty-token.ts";
import type { Exercise, ExercisePerson } from "../exercise/exercise.ts";
import { networkPort } from "../network/network-port.ts";
import type { SeedRow } from "../wire/deployment.ts";
import type { IssuerApi, MintOptions } from "../wire/issuer.ts";
import type { ScriptDatabase, ScriptRole } from "../wire/script.ts";
import type { RunError } from "../wire/verdict.ts";
import { SCRIPT_FILE } from "./stuck.ts";
import type { HopLog } from "./hop-log.ts";
import { Relay } from "./relay.ts";
import { openScriptHalf, type HalfWatch, type ScriptHalf } from "./script-half.ts";
import { ALIVE_LIMIT_MS } from "./sandbox.ts";
import type { ScriptSandbox } from "./script-sandbox.ts";

/** The server half is asked 200 times a second at most; what answers more has got hold of its port. */
const ANSWERS_PER_SECOND = 2000;

export type ScriptStageParts = {
  readonly issuer: Remote<IssuerApi>;
  readonly clock: Clock & Timers;
  /** A half, or a check, sends more than anybody can read. */
  readonly onFlood: () => void;
};

export type RunningScript = {
  readonly client: ScriptHalf["client"];
  readonly relay: Relay;
  /** Ends both halves. */
  stop(): void;
};

export type StartOptions = {
  readonly sandbox: ScriptSandbox;
  readonly script: string;
  readonly rows: readonly SeedRow[];
  readonly say: HalfWatch["say"];
  readonly onSilent: HalfWatch["onSilent"];
};

export class ScriptStage {
  readonly #id: string;
  readonly #parts: ScriptStageParts;
  readonly #exercise: Exercise;
  readonly #strangerId: string | null;
  readonly people: readonly ExercisePerson[];
  readonly log: HopLog;

  private constructor(
    id: string,
    strangerId: string | null,
    parts: ScriptStageParts,
    exercise: Exercise,
    people: readonly ExercisePerson[],
    log: HopLog,
  ) {
    this.#id = id;
    this.#strangerId = strangerId;
    this.#parts = parts;
    this.#exercise = exercise;
    this.people = people;
    this.log = log;
  }

  /**
   * Opens a fresh Clerk instance for these people. `log` receives all hops. `hasStranger`: somebody else has an instance, too,
   * with people of the same ids and a template of the same name, and the server half can reach it.
   */
  static async open(
    id: string,
    parts: ScriptStageParts,
    exercise: Exercise,
    people: readonly ExercisePerson[],
    log: HopLog,
    hasStranger: boolean,
  ): Promise<ScriptStage> {
    const { frontendApiHost, appOrigin } = exercise.backend;
    const strangerId = hasStranger ? `${id}-stranger` : null;
    const open = (instance: string, host: string): Promise<void> =>
      parts.issuer.open(instance, {
        frontendApiHost: host,
        applicationName: "Lesson app",
        appOrigin,
        people,
      });
    await Promise.all([
      open(id, frontendApiHost),
      strangerId === null ? undefined : open(strangerId, STRANGER_HOST),
    ]);
    return new ScriptStage(id, strangerId, parts, exercise, people, log);
  }

  /** A Convex token of a person of this stage. */
  mint(personId: string, options?: MintOptions): Promise<string> {
    return this.#parts.issuer.mint(this.#id, personId, "convex", options);
  }

  /** The same of the stranger's instance; null where there is none. */
  get mintByStranger(): ScriptStage["mint"] | null {
    const id = this.#strangerId;
    return id === null
      ? null
      : (personId, options) => this.#parts.issuer.mint(id, personId, "convex", options);
  }

  async start({
    sandbox,
    script,
    rows,
    say,
    onSilent,
  }: StartOptions): Promise<Result<RunningScript, RunError>> {
    const { clock, onFlood } = this.#parts;
    const onDoubt = (): void => void sandbox.isAlive(clock, ALIVE_LIMIT_MS);
    const watch: HalfWatch = { clock, say, onSilent, onDoubt, onFlood };
    const client = openScriptHalf("client", sandbox.takeScript(), watch);
    const server = openScriptHalf("server", sandbox.takeScript(), watch);
    const relay = new Relay({
      server: networkPort(server.apiPort, null, {
        timers: clock,
        mostPerSecond: ANSWERS_PER_SECOND,
        onFlood,
      }),
      clock,
      record: (hop) => this.log.record(hop),
      onFlood,
    });
    relay.connect(client.apiPort, "app");
    const running: RunningScript = {
      client: (person) => client.client(person),
      relay,
      stop() {
        client.terminate();
        server.terminate();
        relay.close();
      },
    };
    await Promise.all([this.#connectIssuer(client, "client"), this.#connectIssuer(server, "server")]);
    const { frontendApiHost, appOrigin } = this.#exercise.backend;
    const strangers = this.#strangerId === null ? [] : [STRANGER_HOST];
    const load = (half: ScriptHalf, role: ScriptRole, database: ScriptDatabase | null) => {
      const issuerHosts = [frontendApiHost, ...(role === "server" ? strangers : [])];
      return half.load({ role, script, issuerHosts, appOrigin, database });
    };
    const faults = await Promise.all([
      load(client, "client", null),
      load(server, "server", databaseOf(rows)),
    ]);
    const fault = faults.find((message) => message !== null);
    if (fault === undefined || fault === null) return success(running);
    running.stop();
    return failure({ code: "script-load", message: fault, file: SCRIPT_FILE });
  }

  /** Forgets the Clerk instances. */
  async close(): Promise<void> {
    const ids = this.#strangerId === null ? [this.#id] : [this.#id, this.#strangerId];
    await Promise.all(ids.map((id) => this.#parts.issuer.close(id)));
    this.log.close();
  }

  async #connectIssuer({ issuerPort }: ScriptHalf, role: ScriptRole): Promise<void> {
    const hops = this.log.openPort();
    const ports = [transfer(issuerPort, [issuerPort]), transfer(hops, [hops])] as const;
    const [caller, alsoId] =
      role === "client" ? (["app", null] as const) : (["server", this.#strangerId] as const);
    await this.#parts.issuer.connect(this.#id, caller, ...ports, alsoId);
  }
}

function databaseOf(rows: readonly SeedRow[]): ScriptDatabase {
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const { table, document } of rows) (tables[table] ??= []).push(document);
  return tables;
}
