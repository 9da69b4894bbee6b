/**
 * `ctx.scheduler`: jobs are rows of `_scheduled_functions`, so a mutation that fails schedules nothing, and whoever may
 * read the table sees how they stand. Timers follow the committed rows.
 */
import type { Clock, Timers } from "../../base/clock.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { getConvexSize, type Value } from "convex/values";
import type { Database } from "../database/database.ts";
import type { RowChange } from "../database/read-set.ts";
import { rowById } from "../database/table.ts";
import type { Row } from "../database/row.ts";
import type { Transaction } from "../database/transaction.ts";
import type { Caller, FunctionOutcome } from "./execution.ts";
import { canonicalPath } from "./function-table.ts";
import type { FunctionCall } from "./runner.ts";

const JOBS = "_scheduled_functions";

export type SchedulerSeams = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly database: Database;
  /** Runs `work` on a transaction of its own, when no mutation is under way, and commits it. */
  write(work: (on: Transaction) => void): Promise<void>;
  /** Calls a function, whatever it is; `null` when there is none of that name. */
  call(
    call: FunctionCall,
  ): Promise<{ readonly kind: string; readonly outcome: Promise<FunctionOutcome> } | null>;
};

export type Job = {
  /** Function path as a client names it. */
  readonly path: string;
  readonly args: Value;
  /** Seconds since the epoch. */
  readonly atSeconds: number;
  readonly record: Caller["record"];
};

export class Scheduler {
  readonly #seams: SchedulerSeams;
  readonly #timers = new Map<string, () => void>();
  /** Where the hops of a job go: to the client whose call scheduled it. */
  readonly #records = new Map<string, Caller["record"]>();

  constructor(seams: SchedulerSeams) {
    this.#seams = seams;
    seams.database.onCommit((changes) => this.#follow(changes));
  }

  /** Takes effect when the transaction commits. */
  schedule(on: Transaction, { path, args, atSeconds, record }: Job): Result<string, string> {
    const problem = on.usage.schedule(getConvexSize([args]));
    if (problem !== null) return failure(problem);
    const [module = "", name = ""] = canonicalPath(path).split(":");
    const inserted = on.insertSystem(JOBS, {
      name: `${module}.js:${name}`,
      args: [args],
      scheduledTime: atSeconds * 1000,
      state: { kind: "pending" },
    });
    if (inserted.ok) this.#records.set(inserted.value, record);
    return inserted;
  }

  /** A job that has begun or ended is left as it is. */
  cancel(on: Transaction, id: string): Result<null, string> {
    const row = on.getSystem(JOBS, id);
    if (row === null) return failure(`Scheduled function with ID ${id.slice(0, 80)} does not exist.`);
    if (stateOf(row) === "pending") this.#mark(on, row, { kind: "canceled" });
    return success(null);
  }

  /** Drops every timer. */
  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #follow(changes: readonly RowChange[]): void {
    for (const { table, after } of changes) {
      if (table !== JOBS || after === null) continue;
      this.#timers.get(after.id)?.();
      this.#timers.delete(after.id);
      if (stateOf(after) !== "pending") continue;
      const delayMs = Math.max(0, Number(after.value["scheduledTime"]) - this.#seams.clock.now());
      this.#timers.set(
        after.id,
        this.#seams.timers.after(delayMs, () => void this.#run(after.id)),
      );
    }
  }

  /** A scheduled function has no identity, as in the product; it runs even if the page that asked is gone. */
  async #run(id: string): Promise<void> {
    this.#timers.delete(id);
    const row = this.#row(id);
    if (row === null || stateOf(row) !== "pending") return;
    const record = this.#records.get(id) ?? null;
    this.#records.delete(id);
    const { name: path, args } = JSON.parse(row.text) as { name: string; args: unknown };
    const caller: Caller = { identity: null, from: "function", record };
    const called = await this.#seams.call({ path, kind: null, args, caller });
    if (called === null) {
      return this.#end(id, {
        kind: "failed",
        error: `Could not find function for '${canonicalPath(path)}'.`,
      });
    }
    // A mutation is done or not done; an action can be seen at work.
    if (called.kind === "action") await this.#end(id, { kind: "inProgress" });
    const outcome = await called.outcome;
    await this.#end(id, outcome.ok ? { kind: "success" } : { kind: "failed", error: outcome.message });
  }

  async #end(id: string, state: JobState): Promise<void> {
    await this.#seams.write((on) => {
      const row = on.getSystem(JOBS, id);
      if (row !== null) this.#mark(on, row, state);
    });
  }

  #mark(on: Transaction, row: Row, state: JobState): void {
    const isOver = state.kind !== "pending" && state.kind !== "inProgress";
    const completed = isOver ? { completedTime: this.#seams.clock.now() } : {};
    on.replaceSystem(row, { ...row.value, ...completed, state });
  }

  #row(id: string): Row | null {
    const table = this.#seams.database.snapshot.tables.get(JOBS);
    return table === undefined ? null : rowById(table, id);
  }
}

type JobState =
  | { readonly kind: "pending" | "inProgress" | "success" | "canceled" }
  | { readonly kind: "failed"; readonly error: string };

function stateOf(row: Row): string {
  return (row.value["state"] as { kind: string }).kind;
}
