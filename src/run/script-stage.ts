/** A script's stage: one Clerk instance and, once started, the two halves with what connects them. Used for one run. */
import type { Remote } from "comlink";
import type { Clock, Timers } from "../base/clock.ts";
import { failure, success, type Result } from "../base/result.ts";
import { transfer } from "comlink";
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
  readonly people: readonly ExercisePerson[];
  readonly log: HopLog;

  private constructor(
    id: string,
    parts: ScriptStageParts,
    exercise: Exercise,
    people: readonly ExercisePerson[],
    log: HopLog,
  ) {
    this.#id = id;
    this.#parts = parts;
    this.#exercise = exercise;
    this.people = people;
    this.log = log;
  }

  /** Opens a fresh Clerk instance for these people. `log` receives all hops. */
  static async open(
    id: string,
    parts: ScriptStageParts,
    exercise: Exercise,
    people: readonly ExercisePerson[],
    log: HopLog,
  ): Promise<ScriptStage> {
    const { frontendApiHost, appOrigin } = exercise.backend;
    await parts.issuer.open(id, { frontendApiHost, applicationName: "Lesson app", appOrigin, people });
    return new ScriptStage(id, parts, exercise, people, log);
  }

  /** A Convex token of a person of this stage. */
  mint(personId: string, options?: MintOptions): Promise<string> {
    return this.#parts.issuer.mint(this.#id, personId, "convex", options);
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
    await Promise.all([this.#connectIssuer(client, "app"), this.#connectIssuer(server, "server")]);
    const { frontendApiHost: issuerHost, appOrigin } = this.#exercise.backend;
    const load = (half: ScriptHalf, role: ScriptRole, database: ScriptDatabase | null) =>
      half.load({ role, script, issuerHost, appOrigin, database });
    const faults = await Promise.all([
      load(client, "client", null),
      load(server, "server", databaseOf(rows)),
    ]);
    const fault = faults.find((message) => message !== null);
    if (fault === undefined || fault === null) return success(running);
    running.stop();
    return failure({ code: "script-load", message: fault, file: SCRIPT_FILE });
  }

  /** Forgets the Clerk instance. */
  async close(): Promise<void> {
    await this.#parts.issuer.close(this.#id);
    this.log.close();
  }

  async #connectIssuer({ issuerPort }: ScriptHalf, caller: "app" | "server"): Promise<void> {
    const hops = this.log.openPort();
    const ports = [transfer(issuerPort, [issuerPort]), transfer(hops, [hops])] as const;
    await this.#parts.issuer.connect(this.#id, caller, ...ports);
  }
}

function databaseOf(rows: readonly SeedRow[]): ScriptDatabase {
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const { table, document } of rows) (tables[table] ??= []).push(document);
  return tables;
}
