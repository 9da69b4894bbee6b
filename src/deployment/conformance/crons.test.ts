import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { describe, expect, test, vi } from "vitest";
import { functionsScript } from "./isolate-in-process.ts";
import { NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const FUNCTIONS = `
const { internalMutationGeneric: internalMutation, queryGeneric: query } = require("convex/server");
exports.note = internalMutation(async (ctx, { by }) => {
  await ctx.db.insert("runs", { by, who: await ctx.auth.getUserIdentity(), at: Date.now() });
});
exports.fail = internalMutation(async () => { throw new Error("no"); });
exports.runs = query(async (ctx) => (await ctx.db.query("runs").collect()).map(({ by, at }) => by + " " + new Date(at).toISOString().slice(5, 16)));
`;

const crons = (body: string): string => `
const { cronJobs, anyApi: internal } = require("convex/server");
const crons = cronJobs();
${body}
exports.default = crons;
`;

const MINUTE_MS = 60_000;
const api = anyApi["f"];

async function opened(
  body: string,
): Promise<{ stage: Stage; runs(): Promise<string[]>; wait(ms: number): Promise<void> }> {
  const stage = new Stage();
  expect(await stage.open({ f: FUNCTIONS, crons: crons(body) })).toBeNull();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  const runs = (): Promise<string[]> => client.query(api?.["runs"] as never);
  return {
    stage,
    runs,
    // Step by step: the next run is planned when the one before has ended.
    async wait(ms) {
      for (let passed = 0; passed < ms; passed += MINUTE_MS) {
        stage.clock.advance(MINUTE_MS);
        await runs();
      }
    },
  };
}

describe("crons", () => {
  test("an interval runs at once and then again and again, as nobody", async () => {
    const { runs, wait } = await opened(`crons.interval("a", { minutes: 2 }, internal.f.note, { by: "a" });`);
    await vi.waitFor(async () => {
      await wait(MINUTE_MS);
      expect(await runs()).toHaveLength(1);
    });
    await wait(6 * MINUTE_MS);
    expect((await runs()).length).toBeGreaterThanOrEqual(3);
  });

  test("daily, weekly, monthly and cron jobs run at their UTC times, a failing one too", async () => {
    // The stage's clock starts on Friday, 15 January 2027, 08:00.
    expect(new Date(NOW_MS).toISOString()).toBe("2027-01-15T08:00:00.000Z");
    const { runs, wait } = await opened(`
      crons.hourly("h", { minuteUTC: 10 }, internal.f.fail);
      crons.daily("d", { hourUTC: 8, minuteUTC: 5 }, internal.f.note, { by: "daily" });
      crons.weekly("w", { dayOfWeek: "friday", hourUTC: 8, minuteUTC: 6 }, internal.f.note, { by: "weekly" });
      crons.monthly("m", { day: 15, hourUTC: 8, minuteUTC: 7 }, internal.f.note, { by: "monthly" });
      crons.cron("c", "*/4 8 * * *", internal.f.note, { by: "cron" });
    `);
    await wait(9 * MINUTE_MS);
    expect(await runs()).toEqual([
      "cron 01-15T08:04",
      "daily 01-15T08:05",
      "weekly 01-15T08:06",
      "monthly 01-15T08:07",
      "cron 01-15T08:08",
    ]);
  });

  test("a push leaves jobs that are the same alone, and ends those that are gone", async () => {
    const daily = `crons.daily("d", { hourUTC: 8, minuteUTC: 5 }, internal.f.note, { by: "daily" });`;
    const { stage, runs, wait } = await opened(
      `${daily} crons.hourly("h", { minuteUTC: 4 }, internal.f.note, { by: "hourly" });`,
    );
    await wait(2 * MINUTE_MS);
    expect((await stage.deployment.push(functionsScript({ f: FUNCTIONS, crons: crons(daily) }))).ok).toBe(
      true,
    );
    await wait(4 * MINUTE_MS);
    expect(await runs()).toEqual(["daily 01-15T08:05"]);
  });

  test.each([
    ["exports.other = 1;", "`convex/crons.js` must have a default export of a Crons object."],
    ["exports.default = {};", "The default export of `convex/crons.js` is not a Crons object."],
    [crons(`crons.cron("x", "* * *", internal.f.note);`), 'The cron spec "* * *" must have five fields'],
    [
      crons(`crons.interval("x", { minutes: 0 }, internal.f.note);`),
      "Failed to analyze crons.js: Uncaught Error: Interval must be an integer greater than 0",
    ],
  ])("a push with %s is refused", async (module, message) => {
    expect(await new Stage().open({ f: FUNCTIONS, crons: module })).toMatchObject({
      code: "module",
      message,
    });
  });
});
