/** What runs in the isolate now: starts it, answers its syscalls, watches its time. */
import type { Clock, Timers } from "../../base/clock.ts";
import { afterSteps } from "../../base/after-steps.ts";
import { deferred } from "../../base/deferred.ts";
import type { RandomBytes } from "../../base/random.ts";
import type { FunctionKind, IsolateCommand, IsolateReply } from "../../wire/syscall.ts";
import type { Database } from "../database/database.ts";
import type { Transaction } from "../database/transaction.ts";
import type { Caller, Execution, FunctionOutcome, Settlement } from "./execution.ts";
import type { RegisteredFunction } from "./function-table.ts";
import type { IsolateLink } from "./isolate-link.ts";
import { parsedJson } from "./json-value.ts";
import { answerMeta } from "./meta-calls.ts";
import { StackReader } from "./stacks.ts";
import { answerSyscall } from "./syscalls.ts";

const MAX_FUNCTION_MS = 1000;
const TIMED_OUT = "Function execution timed out (maximum duration: 1s)";
/** How long a call may lie in a connected isolate before it begins: others before it have their own second. */
const MAX_QUEUED_MS = 2000;
/** How long a call waits for an isolate to be there. */
const MAX_WAIT_MS = 10_000;
const INTERNAL = "Your request couldn't be completed. Try again later.";

export type ExecutionSeams = {
  /** The deployment's: `swift-lemur-412`. */
  readonly name: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomBytes;
  readonly database: Database;
  readonly link: IsolateLink;
  /** Whether clients are told nothing of what went wrong inside a function. */
  readonly redacts: boolean;
  /** A syscall that runs another function or schedules one. */
  nested(execution: Execution, op: string, args: unknown): Promise<FunctionOutcome>;
  /** The isolate holds its thread: it must be replaced. All that ran in it has been told. */
  onStuck(place: string | null): void;
};

/** An execution with its watchdog, which stands still while a nested function runs. */
type Running = Execution & {
  startWatchdog(): void;
  stopWatchdog(): void;
  nested: number;
  /** In a transaction, while a nested function runs: settles when all syscalls so far are answered. */
  turn: Promise<void> | null;
};

type Syscall = Extract<IsolateReply, { type: "syscall" }>;

/** What an execution is started with. `transaction` is null in actions. */
export type Start = {
  readonly target: RegisteredFunction;
  readonly caller: Caller;
  readonly transaction: Transaction | null;
  readonly logLines: string[];
};

/** The part of a command that every execution has; the seed and the time are fixed for queries and mutations. */
export type CommonCommand = {
  readonly execution: number;
  readonly load: number;
  readonly nowMs: number;
  readonly seed: number;
  readonly tables: Readonly<Record<string, number>>;
};

export class Executions {
  readonly seams: ExecutionSeams;
  /** The load in the isolate that calls run in. */
  load = 0;
  /** Reads the stacks of what is loaded. */
  stacks = new StackReader("");
  readonly #executions = new Map<number, Running>();
  /** What to do when the isolate answers a ping. */
  readonly #pongs = new Map<number, () => void>();
  #last = 0;
  /** The loop that holds the isolate's thread. */
  longLoop: string | null = null;

  constructor(seams: ExecutionSeams) {
    this.seams = seams;
  }

  /** The number of the next execution: its name in hops. */
  next(): number {
    return ++this.#last;
  }

  /** Starts one; `command` makes what is sent to the isolate. Settles when it has returned, failed or run out of time. */
  async start(
    id: number,
    start: Start,
    command: (common: CommonCommand) => IsolateCommand,
  ): Promise<Settlement> {
    if (!this.seams.link.isConnected && !(await this.waitForIsolate())) {
      return { ok: false, message: INTERNAL, dataJson: null };
    }
    const { clock, random, link, database } = this.seams;
    const result = deferred<Settlement>();
    let cancelWatchdog = (): void => {};
    const execution: Running = {
      id,
      ...start,
      streams: new Map(),
      calls: 0,
      nested: 0,
      turn: null,
      settle: (settlement) => {
        cancelWatchdog();
        this.#executions.delete(id);
        result.resolve(settlement);
      },
      startWatchdog: () => {
        cancelWatchdog = this.#watch(id, start.target.kind);
      },
      stopWatchdog: () => cancelWatchdog(),
    };
    this.#executions.set(id, execution);
    execution.startWatchdog();
    link.send(
      command({
        execution: id,
        load: this.load,
        nowMs: clock.now(),
        seed: random(4).reduce((seed, byte) => seed * 256 + byte, 0),
        tables: database.catalog.numbers,
      }),
    );
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
    // Whatever else it says, it says it outside of that loop.
    this.longLoop = reply.type === "loop" ? reply.place : null;
    switch (reply.type) {
      case "loop":
        return;
      case "pong":
        this.#pongs.get(reply.beat)?.();
        this.#pongs.delete(reply.beat);
        return;
      case "evaluating":
      case "loaded":
        return;
      case "log": {
        const lines = this.#executions.get(reply.execution)?.logLines;
        if (lines !== undefined && lines.length < 256) lines.push(logLine(reply.line));
        return;
      }
      case "syscall":
        this.#answer(reply);
        return;
      case "returned": {
        const { outcome } = reply;
        this.#executions.get(reply.execution)?.settle(
          outcome.status === "success"
            ? { ok: true, resultJson: outcome.resultJson }
            : {
                ok: false,
                message: `${outcome.message}${this.stacks.frames(outcome.stack ?? "")}`,
                dataJson: outcome.dataJson ?? null,
              },
        );
        return;
      }
      default:
        reply satisfies never;
    }
  }

  /**
   * In a transaction one after the other: a nested function works on a part of it that is put back at its end, so
   * nothing else may write meanwhile.
   */
  #answer(syscall: Syscall): void {
    const execution = this.#executions.get(syscall.execution);
    if (execution === undefined) return;
    if (execution.turn === null) {
      const answered = this.#obeySyscall(execution, syscall);
      if (answered === null || execution.transaction === null) return;
      execution.turn = answered;
    } else {
      execution.turn = execution.turn.then(async () => {
        if (this.#executions.has(execution.id)) await this.#obeySyscall(execution, syscall);
      });
    }
    const { turn } = execution;
    void turn.then(() => {
      if (execution.turn === turn) execution.turn = null;
    });
  }

  /** `null` when the answer is sent. */
  #obeySyscall(execution: Running, { execution: id, call, op, argsJson }: Syscall): Promise<void> | null {
    const { link } = this.seams;
    const args = parsedJson(argsJson);
    const answer = answerSyscall(execution, op, args) ?? answerMeta(execution, op, this.seams.name);
    if (answer === null) return this.#nest(execution, { id, call, op }, args);
    if (op === "1.0/getUserIdentity" && answer.ok) {
      execution.caller.record?.({ type: "syscall", execution: String(id), op, resultJson: answer.value });
    }
    if (answer.ok) link.send({ type: "answer", execution: id, call, resultJson: answer.value });
    else link.send({ type: "fault", execution: id, call, ...faultOf(answer.error) });
    return null;
  }

  async #nest(
    execution: Running,
    { id, call, op }: { readonly id: number; readonly call: number; readonly op: string },
    args: unknown,
  ): Promise<void> {
    const { link } = this.seams;
    execution.nested += 1;
    execution.stopWatchdog();
    const outcome = await this.seams.nested(execution, op, args);
    execution.nested -= 1;
    if (execution.nested === 0 && this.#executions.has(id)) execution.startWatchdog();
    if (outcome.ok) link.send({ type: "answer", execution: id, call, resultJson: outcome.resultJson });
    else link.send({ type: "fault", execution: id, call, ...faultOf(outcome) });
  }

  /**
   * Queries and mutations have one second from when the isolate comes to them; an action must only keep its thread
   * free. The isolate answers a ping in the order in which it begins what was sent to it.
   */
  #watch(id: number, kind: FunctionKind): () => void {
    const { timers } = this.seams;
    const stuck = (): void => this.#declareStuck(id);
    let cancel = timers.after(MAX_QUEUED_MS, stuck);
    const begun = (): void => {
      cancel();
      cancel =
        kind === "action"
          ? timers.after(MAX_FUNCTION_MS, () => (cancel = this.#watch(id, kind)))
          : afterSteps(timers, MAX_FUNCTION_MS, stuck);
    };
    this.#pongs.set(id, begun);
    this.seams.link.send({ type: "ping", beat: id });
    return () => {
      cancel();
      this.#pongs.delete(id);
    };
  }

  #declareStuck(id: number): void {
    if (!this.#executions.has(id)) return;
    const place = this.longLoop;
    this.abandon();
    this.seams.onStuck(place);
  }

  /** Gives up on the isolate: everything that runs in it fails. */
  abandon(): void {
    this.seams.link.disconnect();
    this.longLoop = null;
    for (const execution of this.#executions.values()) {
      execution.settle({ ok: false, message: TIMED_OUT, dataJson: null });
    }
  }
}

/** What does not look like a log line would make the client print a warning. */
function logLine(line: string): string {
  return /^\[(?:LOG|INFO|WARN|ERROR|DEBUG)\] /.test(line) ? line : `[LOG] ${line}`;
}

function faultOf(error: string | { readonly message: string; readonly dataJson: string | null }): {
  readonly message: string;
  readonly dataJson?: string;
} {
  if (typeof error === "string") return { message: error };
  const { message, dataJson } = error;
  return dataJson === null ? { message } : { message, dataJson };
}
