/** Calls as the deployment's callers make them: queries over a snapshot, mutations one at a time, actions freely. */
import * as v from "valibot";
import type { Database } from "../database/database.ts";
import type { Snapshot } from "../database/snapshot.ts";
import type { Timers } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { Transaction } from "../database/transaction.ts";
import type { ReadSet } from "../database/read-set.ts";
import { vectorSearch, VectorQuerySchema } from "../database/vector-search.ts";
import type { Execution, FunctionOutcome } from "./execution.ts";
import { canonicalPath, findFunction, handleOf, pathOfHandle } from "./function-table.ts";
import type { ExecutionSeams } from "./executions.ts";
import { valueOf } from "./json-value.ts";
import { sendOutgoing, type Send } from "./outgoing.ts";
import { Scheduler } from "./scheduler.ts";
import type { Files } from "../storage/files.ts";
import { StorageCalls } from "../storage/calls.ts";
import { FunctionRunner, type FunctionCall } from "./runner.ts";

type Succeeded = Extract<FunctionOutcome, { ok: true }>;

/** Called at the commit, before anyone else hears of it: what a client is told first. */
export type CommitWitness = (outcome: Succeeded, ts: bigint) => void;

type QueryRun = {
  readonly outcome: FunctionOutcome;
  readonly reads: ReadSet;
  readonly journal: string | null;
};

/** The time of a call stands still while another function runs, so their number has a bound of its own. */
const MAX_CALLS = 500;
const MAX_DEPTH = 32;

const NestedCallSchema = v.object({
  name: v.optional(v.string()),
  functionHandle: v.optional(v.string()),
  args: v.optional(v.unknown()),
  udfType: v.optional(v.string()),
  ts: v.optional(v.number()),
});

export class FunctionCalls {
  readonly runner: FunctionRunner;
  /** Whether clients are told nothing of what went wrong. */
  readonly redacts: boolean;
  readonly #database: Database;
  #mutations: Promise<unknown> = Promise.resolve();
  readonly #scheduler: Scheduler;

  readonly #storage: StorageCalls;
  readonly #send: Send;

  constructor(
    seams: Omit<ExecutionSeams, "nested"> & {
      readonly files: Files;
      /** The timers of what is scheduled; `timers` are those of the watchdog. */
      readonly scheduling: Timers;
      /** Where the requests of actions go. */
      readonly send: Send;
    },
  ) {
    this.#database = seams.database;
    this.redacts = seams.redacts;
    this.#send = seams.send;
    this.#storage = new StorageCalls(seams.files, {
      read: (work) => work(seams.database.begin()),
      write: (work) => this.write(work),
    });
    this.#scheduler = new Scheduler({
      ...seams,
      timers: seams.scheduling,
      write: (work) => this.write(work),
      call: async (call) => {
        const kind = this.runner.functions.get(canonicalPath(call.path))?.kind;
        return kind === undefined ? null : { kind, outcome: this.any(call) };
      },
    });
    this.runner = new FunctionRunner({
      ...seams,
      nested: (execution, op, args) => this.#nested(execution, op, args),
    });
  }

  /** `journal`: what an earlier run of the same query answered as such; it keeps the borders of its page. */
  async query(
    call: FunctionCall,
    snapshot: Snapshot = this.#database.snapshot,
    journal: string | null = null,
  ): Promise<QueryRun> {
    const transaction = this.#database.begin(snapshot);
    transaction.pageEnd.before = journal;
    const outcome = await this.runner.run({ ...call, kind: "query" }, transaction);
    return { outcome, reads: transaction.reads, journal: transaction.pageEnd.now };
  }

  /** Commits on success; on failure nothing was written. */
  mutation(call: FunctionCall, witness: CommitWitness = () => {}): Promise<FunctionOutcome> {
    return this.#oneByOne(async () => {
      const transaction = this.#database.begin();
      const outcome = await this.runner.run({ ...call, kind: "mutation" }, transaction);
      if (outcome.ok) this.#database.commit(transaction, (ts) => witness(outcome, ts));
      return outcome;
    });
  }

  /** A write of the deployment's own. */
  write<Outcome>(work: (on: Transaction) => Outcome): Promise<Outcome> {
    return this.#oneByOne(async () => {
      const transaction = this.#database.begin();
      const outcome = work(transaction);
      if (transaction.changes.length > 0) this.#database.commit(transaction);
      return outcome;
    });
  }

  /** Commits replace the tables, so nothing that commits may begin before the one before has ended. */
  #oneByOne<Outcome>(run: () => Promise<Outcome>): Promise<Outcome> {
    const result = this.#mutations.then(run);
    this.#mutations = result.catch(() => {});
    return result;
  }

  action(call: FunctionCall): Promise<FunctionOutcome> {
    return this.runner.run({ ...call, kind: "action" }, null);
  }

  /** Whether there is such a function for that caller, of whatever kind. */
  has({ path, caller }: FunctionCall): boolean {
    return findFunction(this.runner.functions, path, null, caller.from).ok;
  }

  /** Whatever the function is. */
  async any(call: FunctionCall): Promise<FunctionOutcome> {
    const kind = this.runner.functions.get(canonicalPath(call.path))?.kind ?? "query";
    if (kind === "action") return this.action(call);
    return kind === "mutation" ? this.mutation(call) : (await this.query(call)).outcome;
  }

  async #nested(execution: Execution, op: string, args: unknown): Promise<FunctionOutcome> {
    const parsed = v.safeParse(NestedCallSchema, args);
    const { name: ownName, functionHandle: handle, udfType, ts } = parsed.success ? parsed.output : {};
    const name = handle === undefined ? ownName : pathOfHandle(handle);
    if (name === null) return failed(`Invalid function handle: ${handle?.slice(0, 80)}`);
    if (op === "1.0/cancel_job" || op === "1.0/actions/cancel_job") return this.#cancel(execution, args);
    if (op === "1.0/actions/vectorSearch" && execution.transaction === null) return this.#searchVectors(args);
    if (op === "handoff/fetch" && execution.transaction === null) {
      const answer = await sendOutgoing(args, this.#send);
      return answer.ok ? done(answer.value) : failed(answer.error);
    }
    if (op.startsWith("1.0/storage")) {
      const outcome = await this.#storage.answer(execution, op, args);
      if (outcome !== null) return outcome.ok ? done(outcome.value) : failed(outcome.error);
    }
    if (name === undefined) return failed(`Unknown async operation ${op}`);
    if (op === "1.0/createFunctionHandle") return this.#handle(name);
    const depth = (execution.caller.depth ?? 0) + 1;
    const inner: FunctionCall = {
      path: name,
      kind: null,
      args: parsed.success ? parsed.output.args : {},
      caller: { ...execution.caller, from: "function", depth },
    };
    if (depth > MAX_DEPTH && !op.endsWith("schedule")) {
      return failed(`Functions call each other too deeply (limit: ${MAX_DEPTH}).`);
    }
    switch (op) {
      case "1.0/runUdf":
        return this.#within(execution, { ...inner, kind: udfType === "mutation" ? "mutation" : "query" });
      case "1.0/actions/query":
        return (await this.query(inner)).outcome;
      case "1.0/actions/mutation":
        return await this.mutation(inner);
      case "1.0/actions/action":
        return await this.action(inner);
      case "1.0/schedule":
      case "1.0/actions/schedule":
        return this.#schedule(execution, inner, ts ?? 0);
      default:
        return failed(`Unknown async operation ${op}`);
    }
  }

  #handle(path: string): FunctionOutcome {
    const found = findFunction(this.runner.functions, path, null, "function");
    return found.ok ? done(handleOf(found.value)) : failed(found.error);
  }

  /** `ctx.runQuery` and `ctx.runMutation` in a transaction: a part of it, rolled back alone when it fails. */
  async #within(execution: Execution, call: FunctionCall): Promise<FunctionOutcome> {
    const { transaction } = execution;
    if (transaction === null) return failed("Actions call ctx.runQuery and ctx.runMutation by another way.");
    execution.calls += 1;
    if (execution.calls > MAX_CALLS) {
      return failed(`Too many calls of other functions in one execution (limit: ${MAX_CALLS}).`);
    }
    if (call.kind === "mutation" && execution.target.kind !== "mutation") {
      return failed(`Cannot call a mutation function from a ${execution.target.kind} function`);
    }
    const inner = transaction.fork();
    const outcome = await this.runner.run(call, inner);
    if (outcome.ok) transaction.adopt(inner);
    return outcome;
  }

  #searchVectors(args: unknown): FunctionOutcome {
    const parsed = v.safeParse(v.object({ query: VectorQuerySchema }), args);
    if (!parsed.success) return failed(`Invalid arguments for \`vectorSearch\`: ${parsed.issues[0].message}`);
    const found = vectorSearch(this.#database.snapshot, parsed.output.query);
    if (!found.ok) return failed(found.error);
    return done({ results: found.value });
  }

  #schedule(execution: Execution, call: FunctionCall, atSeconds: number): Promise<FunctionOutcome> {
    const args = valueOf(call.args);
    if (!args.ok) return Promise.resolve(failed(`Invalid arguments: ${args.error}`));
    const { record } = call.caller;
    const job = { path: call.path, args: args.value, atSeconds, record };
    return this.#inTransaction(execution, (on) => this.#scheduler.schedule(on, job));
  }

  #cancel(execution: Execution, args: unknown): Promise<FunctionOutcome> {
    const parsed = v.safeParse(v.object({ id: v.string() }), args);
    if (!parsed.success) return Promise.resolve(failed("Invalid argument `id` for `scheduler.cancel`"));
    return this.#inTransaction(execution, (on) => this.#scheduler.cancel(on, parsed.output.id));
  }

  /** In the mutation's own transaction, or for an action in one that commits at once. */
  async #inTransaction(
    { transaction }: Execution,
    run: (on: Transaction) => Result<string | null, string>,
  ): Promise<FunctionOutcome> {
    const result = transaction === null ? await this.write(run) : run(transaction);
    return result.ok ? done(result.value) : failed(result.error);
  }

  /** Drops what is scheduled. */
  close(): void {
    this.#scheduler.close();
  }
}

function done(value: unknown): FunctionOutcome {
  return { ok: true, resultJson: JSON.stringify(value), logLines: [] };
}

function failed(message: string): FunctionOutcome {
  return { ok: false, message, dataJson: null, logLines: [] };
}
