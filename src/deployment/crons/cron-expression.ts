/** Five-field cron expressions in UTC: `minute hour day-of-month month day-of-week`. */
import { failure, success, type Result } from "../../base/result.ts";

export type CronExpression = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  /** Whether the expression means that day; months count from 0. */
  hasDay(year: number, month: number, day: number): boolean;
};

type Field = {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: string;
};

const FIELDS = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, names: "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC" },
  { name: "day of week", least: 0, most: 7, names: "SUNMONTUEWEDTHUFRISAT" },
] as const satisfies readonly Field[];

const DAY_MS = 86_400_000;
/** Every day of the calendar comes again within this time, 29 February of a century included. */
const HORIZON_DAYS = 366 * 9;

export function parseCron(text: string): Result<CronExpression, string> {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return failure(`The cron spec "${text}" must have five fields`);
  const sets: Set<number>[] = [];
  for (const [at, field] of FIELDS.entries()) {
    const part = parts[at] ?? "";
    const set = part === "L" && field.name === "day of month" ? new Set<number>() : parseField(part, field);
    if (set === null) return failure(`The cron spec "${text}" has an invalid ${field.name}: "${part}"`);
    sets.push(set);
  }
  const [minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  if (weekdays.has(7)) weekdays.add(0);
  const [, , dayPart = "", , weekdayPart = ""] = parts;
  const isLast = dayPart === "L";
  const isEither = !dayPart.startsWith("*") && !weekdayPart.startsWith("*");
  const cron: CronExpression = {
    minutes: [...minutes].toSorted((a, b) => a - b),
    hours: [...hours].toSorted((a, b) => a - b),
    months,
    hasDay(year, month, day) {
      const inMonth = isLast ? day === new Date(Date.UTC(year, month + 1, 0)).getUTCDate() : days.has(day);
      const inWeek = weekdays.has(new Date(Date.UTC(year, month, day)).getUTCDay());
      // With both given, one of them is enough.
      return isEither ? inMonth || inWeek : inMonth && inWeek;
    },
  };
  return nextTime(cron, Date.UTC(2000, 0, 1)) === null
    ? failure(`The cron spec "${text}" will never match any time`)
    : success(cron);
}

/** The first time after `afterMs`, in milliseconds since the epoch. */
export function nextTime(cron: CronExpression, afterMs: number): number | null {
  const first = Math.floor(afterMs / DAY_MS) * DAY_MS;
  for (let day = 0; day < HORIZON_DAYS; day++) {
    const midnight = first + day * DAY_MS;
    const date = new Date(midnight);
    const month = date.getUTCMonth();
    if (!cron.months.has(month + 1)) continue;
    if (!cron.hasDay(date.getUTCFullYear(), month, date.getUTCDate())) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const time = midnight + (hour * 60 + minute) * 60_000;
        if (time > afterMs) return time;
      }
    }
  }
  return null;
}

/** `*`, `5`, `1-5`, every 15th as in `0-59/15`, `10-40/10`, `MON,WED`: the numbers it stands for, or null. */
function parseField(text: string, field: Field): Set<number> | null {
  const numbers = new Set<number>();
  for (const item of text.split(",")) {
    const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    const [from, to] = range === "*" ? ["", ""] : range.split("-", 2);
    const start = range === "*" ? field.least : numberOf(from ?? "", field);
    const end = range === "*" ? field.most : to === undefined ? null : numberOf(to, field);
    const isOpen = end === null && to === undefined && item.includes("/");
    const last = isOpen ? field.most : (end ?? (to === undefined ? start : null));
    if (start === null || last === null || start > last || Number(step) < 1) return null;
    for (let number = start; number <= last; number += Number(step)) numbers.add(number);
  }
  return numbers;
}

function numberOf(text: string, { least, most, names }: Field): number | null {
  if (/^\d+$/.test(text)) return Number(text) >= least && Number(text) <= most ? Number(text) : null;
  const at = text.length === 3 && names !== undefined ? names.indexOf(text.toUpperCase()) : -1;
  return at < 0 || at % 3 !== 0 ? null : least + at / 3;
}
