/** The jobs of `convex/crons.ts` as `cronJobs().export()` gives them, and when each is due. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import { parsedJson } from "../functions/json-value.ts";
import { nextTime, parseCron, type CronExpression } from "./cron-expression.ts";

const integer = v.pipe(v.number(), v.integer());
const minuteUTC = v.optional(v.pipe(integer, v.minValue(0), v.maxValue(59)), 0);
const hourUTC = v.pipe(integer, v.minValue(0), v.maxValue(23));
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const amount = v.optional(v.pipe(integer, v.minValue(1)));

const JobSchema = v.object({
  /** Function path. */
  name: v.string(),
  args: v.unknown(),
  schedule: v.variant("type", [
    v.object({ type: v.literal("interval"), seconds: amount, minutes: amount, hours: amount }),
    v.object({ type: v.literal("hourly"), minuteUTC }),
    v.object({ type: v.literal("daily"), hourUTC, minuteUTC }),
    v.object({ type: v.literal("weekly"), dayOfWeek: v.picklist(WEEKDAYS), hourUTC, minuteUTC }),
    v.object({
      type: v.literal("monthly"),
      day: v.pipe(integer, v.minValue(1), v.maxValue(31)),
      hourUTC,
      minuteUTC,
    }),
    v.object({ type: v.literal("cron"), cron: v.string() }),
  ]),
});
type Schedule = v.InferOutput<typeof JobSchema>["schedule"];

export type CronJob = {
  readonly name: string;
  readonly path: string;
  /** Convex JSON of the arguments, a list of one. */
  readonly args: unknown;
  /** Tells whether a push has changed the job. */
  readonly text: string;
  readonly when: { readonly everyMs: number } | CronExpression;
};

/** The failure is what a push is refused with. */
export function parseCrons(cronsJson: string | null): Result<readonly CronJob[], string> {
  if (cronsJson === null) return success([]);
  const parsed = v.safeParse(v.record(v.string(), JobSchema), parsedJson(cronsJson));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return failure(`Invalid cron job: ${v.getDotPath(issue) ?? ""}: ${issue.message}`);
  }
  const jobs: CronJob[] = [];
  for (const [name, { name: path, args, schedule }] of Object.entries(parsed.output)) {
    const when = whenOf(schedule);
    if (!when.ok) return when;
    jobs.push({ name, path, args, text: JSON.stringify([path, args, schedule]), when: when.value });
  }
  return success(jobs);
}

/** An interval starts at once; `previousMs` is when the job was due last, null before its first run. */
export function nextRun({ when }: CronJob, previousMs: number | null, nowMs: number): number | null {
  if (!("everyMs" in when)) return nextTime(when, nowMs);
  if (previousMs === null) return nowMs;
  // Times that passed while the job ran are left out.
  const passed = Math.ceil((nowMs - previousMs) / when.everyMs);
  return previousMs + Math.max(1, passed) * when.everyMs;
}

function whenOf(schedule: Schedule): Result<CronJob["when"], string> {
  switch (schedule.type) {
    case "interval": {
      const { seconds, minutes, hours } = schedule;
      if ([seconds, minutes, hours].filter((part) => part !== undefined).length !== 1) {
        return failure("Exactly one of (seconds, minutes, hours) should be specified");
      }
      return success({ everyMs: ((seconds ?? 0) + (minutes ?? 0) * 60 + (hours ?? 0) * 3600) * 1000 });
    }
    case "hourly":
      return parseCron(`${schedule.minuteUTC} * * * *`);
    case "daily":
      return parseCron(`${schedule.minuteUTC} ${schedule.hourUTC} * * *`);
    case "weekly":
      return parseCron(
        `${schedule.minuteUTC} ${schedule.hourUTC} * * ${WEEKDAYS.indexOf(schedule.dayOfWeek)}`,
      );
    case "monthly":
      return parseCron(`${schedule.minuteUTC} ${schedule.hourUTC} ${schedule.day} * *`);
    case "cron":
      return parseCron(schedule.cron);
    default:
      return schedule satisfies never;
  }
}
