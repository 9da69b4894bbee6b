/** Runs the jobs of the last push at their times. A job never runs twice at once; a changed one starts anew. */
import type { Clock, Timers } from "../../base/clock.ts";
import type { FunctionCall } from "../functions/runner.ts";
import { nextRun, type CronJob } from "./schedule.ts";

export type CronsSeams = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Settles when the function has ended, however it did. */
  call(call: FunctionCall): Promise<unknown>;
};

type Planned = { readonly job: CronJob; dueMs: number; cancel(): void };

/** Timers of browsers hold no longer delays. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export class Crons {
  readonly #seams: CronsSeams;
  readonly #planned = new Map<string, Planned>();

  constructor(seams: CronsSeams) {
    this.#seams = seams;
  }

  /** Replaces the jobs; those that are the same go on as they were. */
  use(jobs: readonly CronJob[]): void {
    const kept = new Map(jobs.map((job) => [job.name, job]));
    for (const [name, { job, cancel }] of this.#planned) {
      if (kept.get(name)?.text === job.text) continue;
      cancel();
      this.#planned.delete(name);
    }
    for (const job of jobs) if (!this.#planned.has(job.name)) this.#plan(job, null);
  }

  close(): void {
    this.use([]);
  }

  #plan(job: CronJob, previousMs: number | null): void {
    const dueMs = nextRun(job, previousMs, this.#seams.clock.now());
    if (dueMs === null) return;
    const planned: Planned = { job, dueMs, cancel: () => {} };
    this.#planned.set(job.name, planned);
    this.#wait(planned);
  }

  #wait(planned: Planned): void {
    const delayMs = Math.max(0, planned.dueMs - this.#seams.clock.now());
    planned.cancel = this.#seams.timers.after(Math.min(delayMs, MAX_DELAY_MS), () => {
      if (delayMs > MAX_DELAY_MS) this.#wait(planned);
      else void this.#run(planned);
    });
  }

  async #run(planned: Planned): Promise<void> {
    const { job, dueMs } = planned;
    const caller = { identity: null, from: "function", record: null } as const;
    await this.#seams.call({ path: job.path, kind: null, args: job.args, caller });
    // A push may have replaced it meanwhile.
    if (this.#planned.get(job.name) === planned) this.#plan(job, dueMs);
  }
}
