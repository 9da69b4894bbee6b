import { Cron } from "croner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nextTime, parseCron } from "./cron-expression.ts";

function field(least: number, most: number): fc.Arbitrary<string> {
  const number = fc.integer({ min: least, max: most });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const stepped = fc.tuple(fc.oneof(fc.constant("*"), range), fc.integer({ min: 1, max: 6 }));
  const item = fc.oneof(
    number.map(String),
    range,
    stepped.map(([of, step]) => `${of}/${step}`),
  );
  return fc.oneof(
    fc.constant("*"),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(",")),
  );
}

const expression = fc
  .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
  .map((fields) => fields.join(" "));

test("an expression is next due when croner says so", () => {
  const start = Date.UTC(2026, 0, 1);
  fc.assert(
    fc.property(expression, fc.integer({ min: 0, max: 4 * 366 * 86_400 }), (text, second) => {
      const parsed = parseCron(text);
      if (!parsed.ok) throw new Error(parsed.error);
      const afterMs = start + second * 1000;
      // A day given as steps of all days is no choice to us, as in Vixie's cron, and one to croner.
      const [, , day = "", , weekday = ""] = text.split(" ");
      fc.pre(![day, weekday].some((part) => part.includes("*/")));
      const oracle = new Cron(text, { paused: true, utcOffset: 0 }).nextRun(new Date(afterMs));
      expect(nextTime(parsed.value, afterMs)).toBe(oracle?.getTime() ?? null);
    }),
    { numRuns: 400 },
  );
});

test.each([
  ["0 12 29 2 *", "2028-02-29T12:00:00.000Z"],
  ["30 17 * * MON", "2027-01-18T17:30:00.000Z"],
  ["0 0 L FEB *", "2027-02-28T00:00:00.000Z"],
  ["0 0 1 * 5", "2027-01-22T00:00:00.000Z"],
])("%s is next due at %s", (text, time) => {
  const parsed = parseCron(text);
  const next = parsed.ok ? nextTime(parsed.value, Date.UTC(2027, 0, 15, 8)) : null;
  expect(new Date(next ?? 0).toISOString()).toBe(time);
});

test.each([
  ["* * * *", 'The cron spec "* * * *" must have five fields'],
  ["61 * * * *", 'The cron spec "61 * * * *" has an invalid minute: "61"'],
  ["5-1 * * * *", 'The cron spec "5-1 * * * *" has an invalid minute: "5-1"'],
  ["* * * */0 *", 'The cron spec "* * * */0 *" has an invalid month: "*/0"'],
  ["0 0 30 2 *", 'The cron spec "0 0 30 2 *" will never match any time'],
])("%s is refused", (text, sentence) => {
  expect(parseCron(text)).toEqual({ ok: false, error: sentence });
});
