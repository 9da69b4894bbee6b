/** Calls as the deployment's callers make them: queries over a snapshot, mutations one at a time, actions freely. */
import * as v from "valibot";
import type { Database, Snapshot } from "../database/database.ts";
import type { ReadSet } from "../database/read-set.ts";
import type { Execution, FunctionOutcome } from "./execution.ts";
import { canonicalPath } from "./function-table.ts";
import type { ExecutionSeams } from "./executions.ts";
import { FunctionRunner, type FunctionCall } from "./runner.ts";

type Succeeded = Extract<FunctionOutcome, { ok: true }>;

/** Called at the commit, before anyone else hears of it: what a client is told first. */
export type CommitWitness = (outcome: Succeeded, ts: bigint) => void;

const NestedCallSchema = v.object({
  name: v.optional(v.string()),
  args: v.unknown(),
  udfType: v.optional(v.string()),
  ts: v.optional(v.number()),
});

export class FunctionCalls {
  readonly runner: FunctionRunner;
  readonly #database: Database;
  readonly #seams: Omit<ExecutionSeams, "nested">;
  #mutations: Promise<unknown> = Promise.resolve();
  #scheduled = 0;
  readonly #jobs = new Map<string, () => void>();

  constructor(seams: Omit<ExecutionSeams, "nested">) {
    this.#database = seams.database;
    this.#seams = seams;
    this.runner = new FunctionRunner({
      ...seams,
      nested: (execution, op, args) => this.#nested(execution, op, args),
    });
  }

  async query(
    call: FunctionCall,
    snapshot: Snapshot = this.#database.snapshot,
  ): Promise<{ readonly outcome: FunctionOutcome; readonly reads: ReadSet }> {
    const transaction = this.#database.begin(snapshot);
    const outcome = await this.runner.run({ ...call, kind: "query" }, transaction);
    return { outcome, reads: transaction.reads };
  }

  /** Commits on success; on failure nothing was written. */
  mutation(call: FunctionCall, witness: CommitWitness = () => {}): Promise<FunctionOutcome> {
    const run = async (): Promise<FunctionOutcome> => {
      const transaction = this.#database.begin();
      const outcome = await this.runner.run({ ...call, kind: "mutation" }, transaction);
      if (outcome.ok) this.#database.commit(transaction, (ts) => witness(outcome, ts));
      return outcome;
    };
    const result = this.#mutations.then(run);
    this.#mutations = result.catch(() => {});
    return result;
  }

  action(call: FunctionCall): Promise<FunctionOutcome> {
    return this.runner.run({ ...call, kind: "action" }, null);
  }

  /** Whatever the function is. */
  async any(call: FunctionCall): Promise<FunctionOutcome> {
    const kind = this.runner.functions.get(canonicalPath(call.path))?.kind ?? "query";
    if (kind === "action") return this.action(call);
    return kind === "mutation" ? this.mutation(call) : (await this.query(call)).outcome;
  }

  async #nested(execution: Execution, op: string, args: unknown): Promise<FunctionOutcome> {
    const parsed = v.safeParse(NestedCallSchema, args);
    const { name, udfType, ts } = parsed.success ? parsed.output : {};
    if (op === "1.0/cancel_job" || op === "1.0/actions/cancel_job") return this.#cancel(args);
    if (name === undefined) return failed(`Unknown async operation ${op}`);
    const inner: FunctionCall = {
      path: name,
      kind: null,
      args: parsed.success ? parsed.output.args : {},
      caller: { ...execution.caller, from: "function" },
    };
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
        return this.#schedule({ ...inner, caller: { ...inner.caller, identity: null } }, ts ?? 0);
      default:
        return failed(`Unknown async operation ${op}`);
    }
  }

  /** `ctx.runQuery` and `ctx.runMutation` in a transaction: a part of it, rolled back alone when it fails. */
  async #within(execution: Execution, call: FunctionCall): Promise<FunctionOutcome> {
    const { transaction } = execution;
    if (transaction === null) return failed("Actions call ctx.runQuery and ctx.runMutation by another way.");
    if (call.kind === "mutation" && execution.target.kind !== "mutation") {
      return failed("Only mutations can run mutations.");
    }
    const inner = transaction.fork();
    const outcome = await this.runner.run(call, inner);
    if (outcome.ok) transaction.adopt(inner);
    return outcome;
  }

  /** A scheduled function has no identity, as in the product; it runs even if the page that asked is gone. */
  #schedule(call: FunctionCall, atSeconds: number): FunctionOutcome {
    const id = `scheduled${++this.#scheduled}`;
    const delayMs = Math.max(0, atSeconds * 1000 - this.#seams.clock.now());
    const cancel = this.#seams.timers.after(delayMs, () => {
      this.#jobs.delete(id);
      void this.any(call);
    });
    this.#jobs.set(id, cancel);
    return { ok: true, resultJson: JSON.stringify(id), logLines: [] };
  }

  #cancel(args: unknown): FunctionOutcome {
    const parsed = v.safeParse(v.object({ id: v.string() }), args);
    if (parsed.success) this.#jobs.get(parsed.output.id)?.();
    return { ok: true, resultJson: "null", logLines: [] };
  }

  /** Drops what is scheduled. */
  close(): void {
    for (const cancel of this.#jobs.values()) cancel();
    this.#jobs.clear();
  }
}

function failed(message: string): FunctionOutcome {
  return { ok: false, message, dataJson: null, logLines: [] };
}
