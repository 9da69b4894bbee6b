/** Runs functions in the isolate: visibility, validators, transactions, the watchdog. */
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { Clock, Timers } from "../../base/clock.ts";
import { deferred } from "../../base/deferred.ts";
import type { RandomBytes } from "../../base/random.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { FunctionKind, IsolateReply } from "../../wire/syscall.ts";
import type { Database } from "../database/database.ts";
import type { Transaction } from "../database/transaction.ts";
import { mismatch } from "../database/validator.ts";
import type { Caller, Execution, FunctionOutcome, Settlement } from "./execution.ts";
import { findFunction, type FunctionTable, type RegisteredFunction } from "./function-table.ts";
import type { IsolateLink } from "./isolate-link.ts";
import { answerSyscall } from "./syscalls.ts";

const MAX_FUNCTION_MS = 1000;
const TIMED_OUT = "Function execution timed out (maximum duration: 1s)";
/** How long a call waits for an isolate to be there. */
const MAX_WAIT_MS = 10_000;
const INTERNAL = "Your request couldn't be completed. Try again later.";

export type RunnerSeams = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomBytes;
  readonly database: Database;
  readonly link: IsolateLink;
  /** A syscall that runs another function or schedules one. */
  nested(execution: Execution, op: string, args: unknown): Promise<FunctionOutcome>;
  /** The isolate holds its thread: it must be replaced. All that ran in it has been told. */
  onStuck(): void;
};

export type FunctionCall = {
  readonly path: string;
  /** `null`: whatever the function is. */
  readonly kind: FunctionKind | null;
  /** Convex JSON. */
  readonly args: unknown;
  readonly caller: Caller;
};

/** An execution with its watchdog, which stands still while a nested function runs. */
type Running = Execution & { startWatchdog(): void; stopWatchdog(): void; nested: number };

export class FunctionRunner {
  readonly seams: RunnerSeams;
  functions: FunctionTable = new Map();
  /** The load in the isolate that {@link functions} came with. */
  load = 0;
  readonly #executions = new Map<number, Running>();
  readonly #pongs = new Set<number>();
  #last = 0;

  constructor(seams: RunnerSeams) {
    this.seams = seams;
  }

  /** Finds the function, checks arguments, runs it, checks the result. `transaction` is null for actions. */
  async run(call: FunctionCall, transaction: Transaction | null): Promise<FunctionOutcome> {
    const found = findFunction(this.functions, call.path, call.kind, call.caller.from);
    if (!found.ok) return refused(found.error);
    return this.execute(found.value, call, transaction);
  }

  async execute(
    target: RegisteredFunction,
    { args, caller }: FunctionCall,
    transaction: Transaction | null,
  ): Promise<FunctionOutcome> {
    const tables = this.seams.database.catalog.tableNames;
    const argument = valueOf(Array.isArray(args) ? (args[0] ?? {}) : args);
    if (!argument.ok) return refused(`Invalid arguments: ${argument.error}`);
    const problem = mismatch(argument.value, target.args, tables);
    if (problem !== null) return refused(`ArgumentValidationError: ${problem}`);

    const argsJson = JSON.stringify([convexToJson(argument.value)]);
    const path = `${target.module}:${target.export}`;
    const id = ++this.#last;
    const name = String(id);
    caller.record?.({ type: "call", execution: name, functionPath: path, kind: target.kind, argsJson });
    const logLines: string[] = [];
    const settled = await this.#start(id, target, { argsJson, caller, transaction, logLines });
    const outcome = this.#checkResult(settled, target);
    caller.record?.({
      type: "return",
      execution: name,
      functionPath: path,
      outcome: outcome.ok ? "success" : "failure",
      result: outcome.ok ? outcome.resultJson : outcome.message,
      rowsRead: transaction?.rowsRead ?? 0,
      rowsWritten: transaction?.rowsWritten ?? 0,
    });
    return { ...outcome, logLines };
  }

  async #start(
    id: number,
    target: RegisteredFunction,
    call: { argsJson: string; caller: Caller; transaction: Transaction | null; logLines: string[] },
  ): Promise<Settlement> {
    if (!this.seams.link.isConnected && !(await this.waitForIsolate())) {
      return { ok: false, message: INTERNAL, dataJson: null };
    }
    const { clock, random, link, database } = this.seams;
    const result = deferred<Settlement>();
    let cancelWatchdog = (): void => {};
    const execution: Running = {
      id,
      target,
      ...call,
      streams: new Map(),
      nested: 0,
      settle: (settlement) => {
        cancelWatchdog();
        this.#executions.delete(id);
        result.resolve(settlement);
      },
      startWatchdog: () => {
        cancelWatchdog = this.#watch(id, target.kind);
      },
      stopWatchdog: () => cancelWatchdog(),
    };
    this.#executions.set(id, execution);
    execution.startWatchdog();
    link.send({
      type: "execute",
      execution: id,
      load: this.load,
      kind: target.kind,
      module: target.module,
      export: target.export,
      argsJson: call.argsJson,
      nowMs: clock.now(),
      seed: random(4).reduce((seed, byte) => seed * 256 + byte, 0),
      tables: database.catalog.numbers,
      identityJson: JSON.stringify(call.caller.identity),
    });
    return result.promise;
  }

  /** `false` when none came in time. */
  async waitForIsolate(): Promise<boolean> {
    const { link, timers } = this.seams;
    let cancel = (): void => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = timers.after(MAX_WAIT_MS, () => resolve(false));
    });
    const came = await Promise.race([link.connected.then(() => true), late]);
    cancel();
    return came;
  }

  obey(reply: IsolateReply): void {
    switch (reply.type) {
      case "pong":
        this.#pongs.add(reply.beat);
        return;
      case "loaded":
        return;
      case "log": {
        const lines = this.#executions.get(reply.execution)?.logLines;
        if (lines !== undefined && lines.length < 256) lines.push(logLine(reply.line));
        return;
      }
      case "syscall":
        void this.#answer(reply);
        return;
      case "returned": {
        const { outcome } = reply;
        this.#executions
          .get(reply.execution)
          ?.settle(
            outcome.status === "success"
              ? { ok: true, resultJson: outcome.resultJson }
              : { ok: false, message: outcome.message, dataJson: outcome.dataJson ?? null },
          );
        return;
      }
      default:
        reply satisfies never;
    }
  }

  async #answer(syscall: Extract<IsolateReply, { type: "syscall" }>): Promise<void> {
    const { execution: id, call, op } = syscall;
    const execution = this.#executions.get(id);
    if (execution === undefined) return;
    const args = parsedJson(syscall.argsJson);
    const answer = answerSyscall(execution, op, args);
    const { link } = this.seams;
    if (answer !== null) {
      if (op === "1.0/getUserIdentity" && answer.ok) {
        execution.caller.record?.({ type: "syscall", execution: String(id), op, resultJson: answer.value });
      }
      if (answer.ok) link.send({ type: "answer", execution: id, call, resultJson: answer.value });
      else link.send({ type: "fault", execution: id, call, message: answer.error });
      return;
    }
    execution.nested += 1;
    execution.stopWatchdog();
    const outcome = await this.seams.nested(execution, op, args);
    execution.nested -= 1;
    if (execution.nested === 0 && this.#executions.has(id)) execution.startWatchdog();
    if (outcome.ok) link.send({ type: "answer", execution: id, call, resultJson: outcome.resultJson });
    else {
      const data = outcome.dataJson === null ? {} : { dataJson: outcome.dataJson };
      link.send({ type: "fault", execution: id, call, message: outcome.message, ...data });
    }
  }

  /** Queries and mutations have one second; an action must only keep its thread free. */
  #watch(id: number, kind: FunctionKind): () => void {
    const { timers, link } = this.seams;
    if (kind !== "action") return timers.after(MAX_FUNCTION_MS, () => this.#declareStuck(id));
    let cancel = (): void => {};
    const beat = (): void => {
      link.send({ type: "ping", beat: id });
      cancel = timers.after(MAX_FUNCTION_MS, () => {
        if (this.#pongs.delete(id)) beat();
        else this.#declareStuck(id);
      });
    };
    cancel = timers.after(MAX_FUNCTION_MS, beat);
    return () => cancel();
  }

  #declareStuck(id: number): void {
    if (!this.#executions.has(id)) return;
    this.abandon();
    this.seams.onStuck();
  }

  /** Gives up on the isolate: everything that runs in it fails. */
  abandon(): void {
    this.seams.link.disconnect();
    for (const execution of this.#executions.values()) {
      execution.settle({ ok: false, message: TIMED_OUT, dataJson: null });
    }
  }

  #checkResult(settled: Settlement, { returns }: RegisteredFunction): Settlement {
    if (!settled.ok) {
      const isReadable = settled.dataJson !== null && valueOf(parsedJson(settled.dataJson)).ok;
      return isReadable ? settled : { ...settled, dataJson: null };
    }
    const value = valueOf(parsedJson(settled.resultJson));
    if (!value.ok) return { ok: false, message: "Invalid return value", dataJson: null };
    const problem =
      returns === null ? null : mismatch(value.value, returns, this.seams.database.catalog.tableNames);
    return problem === null
      ? settled
      : { ok: false, message: `ReturnsValidationError: ${problem}`, dataJson: null };
  }
}

function refused(message: string): FunctionOutcome {
  return { ok: false, message, dataJson: null, logLines: [] };
}

function valueOf(json: unknown): Result<Value, string> {
  try {
    return success(jsonToConvex(json as JSONValue));
  } catch (error) {
    return failure(error instanceof Error ? error.message : "not a Convex value");
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What does not look like a log line would make the client print a warning. */
function logLine(line: string): string {
  return /^\[(?:LOG|INFO|WARN|ERROR|DEBUG)\] /.test(line) ? line : `[LOG] ${line}`;
}
