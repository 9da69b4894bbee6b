/** A push, as `npx convex dev` makes one: functions, schema and auth config together, or nothing. */
import { failure, success, type Result } from "../../base/result.ts";
import type { Timers } from "../../base/clock.ts";
import { afterSteps } from "../../base/after-steps.ts";
import { deferred, type Deferred } from "../../base/deferred.ts";
import type { PushError } from "../../wire/deployment.ts";
import type { IsolateCommand, IsolateReply } from "../../wire/syscall.ts";
import { parseProviders } from "../authentication/auth-config.ts";
import type { Provider } from "../authentication/providers.ts";
import { parseCrons, type CronJob } from "../crons/schedule.ts";
import { parseSchema, type Schema } from "../database/schema.ts";
import { buildFunctionTable, type FunctionTable } from "./function-table.ts";
import type { IsolateLink } from "./isolate-link.ts";
import { StackReader } from "./stacks.ts";

/** How long a script may lie in an isolate before its evaluation begins: the isolate may still be starting. */
const MAX_QUEUED_MS = 3000;
const MAX_EVALUATION_MS = 1500;

export type LoadedReply = Extract<IsolateReply, { type: "loaded" }>;

/** What came of a load: the isolate may not answer in time, or be replaced before it does. */
export type LoadOutcome = LoadedReply | Late | "replaced";

/** `module` is what was being evaluated: null when it is not known. */
export type Late = { readonly type: "late"; readonly hasBegun: boolean; readonly module: string | null };

type EvaluatingReply = Extract<IsolateReply, { type: "evaluating" }>;

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
  /** Variables that every deployment has, and nobody can set. */
  readonly #ownEnvironment: Readonly<Record<string, string>>;
  readonly #waiting = new Map<number, Deferred<LoadOutcome> & { began(module: string | null): void }>();
  #last = 0;

  constructor(
    link: IsolateLink,
    timers: Timers,
    environments: Readonly<Record<"set" | "own", Readonly<Record<string, string>>>>,
  ) {
    this.#link = link;
    this.#timers = timers;
    this.environment = environments.set;
    this.#ownEnvironment = environments.own;
  }

  obey(reply: LoadedReply | EvaluatingReply): void {
    const waiting = this.#waiting.get(reply.load);
    if (reply.type === "loaded") waiting?.resolve(reply);
    else waiting?.began(reply.module);
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
    let last: string | null = null;
    const late = (hasBegun: boolean): void => waiting.resolve({ type: "late", hasBegun, module: last });
    let hasBegun = false;
    let cancel = this.#timers.after(MAX_QUEUED_MS, () => late(false));
    const began = (module: string | null): void => {
      last = module;
      if (hasBegun) return;
      hasBegun = true;
      cancel();
      cancel = afterSteps(this.#timers, MAX_EVALUATION_MS, () => late(true));
    };
    this.#waiting.set(load, { ...waiting, began });
    const environment = { ...this.environment, ...this.#ownEnvironment };
    const command = { type: "load", load, functionsScript, environment } as const;
    if (port === null) this.#link.send(command);
    else port.postMessage(command satisfies IsolateCommand);
    const reply = waiting.promise.finally(() => {
      cancel();
      this.#waiting.delete(load);
    });
    return { load, reply };
  }
}

/** What is said of a load that did not come to an end. `place` is the loop that it was seen in, if it was in one. */
export function lateError({ hasBegun, module }: Late, place: string | null): PushError {
  const code = "timeout";
  if (!hasBegun) {
    const message = "Loading the functions timed out: the worker that runs them did not answer";
    return { code, message, file: null };
  }
  const file = module === null ? null : `convex/${module}.ts`;
  const who = file ?? "a module in convex/";
  const reason = `Loading the functions timed out: ${who} never finishes evaluating (maximum duration: ${MAX_EVALUATION_MS / 1000}s)`;
  const [, path = file, line] = /^(.+):(\d+)$/.exec(place ?? "") ?? [];
  if (place === null) return { code, message: reason, file };
  const message = `${reason}. The loop is at ${place}`;
  return { code, message, file: path, ...(line === undefined ? {} : { line: Number(line) }) };
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
