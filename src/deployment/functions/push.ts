/** A push, as `npx convex dev` makes one: functions, schema and auth config together, or nothing. */
import { failure, success, type Result } from "../../base/result.ts";
import type { Timers } from "../../base/clock.ts";
import { deferred, type Deferred } from "../../base/deferred.ts";
import type { PushError } from "../../wire/deployment.ts";
import type { IsolateCommand, IsolateReply } from "../../wire/syscall.ts";
import { parseProviders, type Provider } from "../authentication/providers.ts";
import { parseCrons, type CronJob } from "../crons/schedule.ts";
import { parseSchema, type Schema } from "../database/schema.ts";
import { buildFunctionTable, type FunctionTable } from "./function-table.ts";
import type { IsolateLink } from "./isolate-link.ts";
import { StackReader } from "./stacks.ts";

const MAX_LOAD_MS = 3000;

export type LoadedReply = Extract<IsolateReply, { type: "loaded" }>;

/** What came of a load: the isolate may not answer in time, or be replaced before it does. */
export type LoadOutcome = LoadedReply | "late" | "replaced";

/** What a push puts in force. */
export type Pushed = {
  readonly load: number;
  readonly functionsScript: string;
  readonly stacks: StackReader;
  readonly functions: FunctionTable;
  readonly hasHttpRouter: boolean;
  readonly crons: readonly CronJob[];
  readonly schema: Schema;
  /** Empty without `convex/auth.config.ts`. */
  readonly providers: readonly Provider[];
};

/** Loads scripts into the isolate and waits for what they hold. */
export class Loader {
  readonly #link: IsolateLink;
  readonly #timers: Timers;
  /** The deployment's variables, for what is loaded from now on. */
  environment: Readonly<Record<string, string>>;
  readonly #waiting = new Map<number, Deferred<LoadOutcome>>();
  #last = 0;

  constructor(link: IsolateLink, timers: Timers, environment: Readonly<Record<string, string>>) {
    this.#link = link;
    this.#timers = timers;
    this.environment = environment;
  }

  obey(reply: LoadedReply): void {
    this.#waiting.get(reply.load)?.resolve(reply);
  }

  discard(load: number): void {
    this.#link.send({ type: "discard", load });
  }

  /** The isolate is gone: it will answer nothing more. */
  abandon(): void {
    for (const waiting of this.#waiting.values()) waiting.resolve("replaced");
  }

  /** Sends the script, to `port` when it is not the one in use. */
  load(
    functionsScript: string,
    port: { postMessage(message: unknown): void } | null = null,
  ): { readonly load: number; readonly reply: Promise<LoadOutcome> } {
    const load = ++this.#last;
    const waiting = deferred<LoadOutcome>();
    this.#waiting.set(load, waiting);
    const cancel = this.#timers.after(MAX_LOAD_MS, () => waiting.resolve("late"));
    const command = { type: "load", load, functionsScript, environment: this.environment } as const;
    if (port === null) this.#link.send(command);
    else port.postMessage(command satisfies IsolateCommand);
    const reply = waiting.promise.finally(() => {
      cancel();
      this.#waiting.delete(load);
    });
    return { load, reply };
  }
}

/** Reads what the isolate found. The order of checks is the order in which the command line complains. */
export function readPush(reply: LoadedReply, functionsScript: string): Result<Pushed, PushError> {
  const refuse = (code: PushError["code"], message: string, file: string | null): Result<Pushed, PushError> =>
    failure({ code, message, file });
  const [missing] = reply.missingEnvironment;
  if (missing !== undefined) {
    const message = `Environment variable ${missing} is used in auth config file but its value was not set`;
    return refuse("auth-config", message, "convex/auth.config.ts");
  }
  const stacks = new StackReader(functionsScript);
  if (reply.fault !== null) {
    const { code, message, stack, file } = reply.fault;
    return refuse(code, `${message}${stacks.frames(stack ?? "")}`, file);
  }
  const functions = buildFunctionTable(reply.functions);
  if (!functions.ok) return refuse("module", functions.error, null);
  const crons = parseCrons(reply.cronsJson);
  if (!crons.ok) return refuse("module", crons.error, "convex/crons.ts");
  const schema = parseSchema(reply.schemaJson);
  if (!schema.ok) return refuse("schema", schema.error, "convex/schema.ts");
  const providers = reply.authConfigJson === null ? success([]) : parseProviders(reply.authConfigJson);
  if (!providers.ok) return refuse("auth-config", providers.error, "convex/auth.config.ts");
  return success({
    load: reply.load,
    functionsScript,
    stacks,
    functions: functions.value,
    hasHttpRouter: reply.hasHttpRouter,
    crons: crons.value,
    schema: schema.value,
    providers: providers.value,
  });
}
