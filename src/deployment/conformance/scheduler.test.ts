import { ConvexHttpClient } from "convex/browser";
import { anyApi as api } from "convex/server";
import { expect, test, vi } from "vitest";
import { token } from "./issuer.ts";
import { MODULES, NOW_MS, Stage, URL_OF_DEPLOYMENT } from "./stage.ts";

const JOBS = `
const { queryGeneric: query, mutationGeneric: mutation, actionGeneric: action, internalMutationGeneric: internalMutation, anyApi: api } = require("convex/server");
const { v } = require("convex/values");
exports.later = mutation({ args: { text: v.string(), ms: v.number() }, handler: async (ctx, { text, ms }) =>
  ctx.scheduler.runAfter(ms, api.jobs.write, { text }) });
exports.laterAndFail = mutation({ args: {}, handler: async (ctx) => {
  await ctx.scheduler.runAfter(0, api.jobs.write, { text: "never" });
  throw new Error("changed my mind");
} });
exports.write = internalMutation({ args: { text: v.string() }, handler: async (ctx, { text }) => {
  const identity = await ctx.auth.getUserIdentity();
  await ctx.db.insert("tasks", { user: identity === null ? "nobody" : identity.subject, text });
} });
exports.broken = internalMutation({ args: {}, handler: async () => { throw new Error("broken"); } });
exports.fromAction = action({ args: { at: v.number() }, handler: async (ctx, { at }) =>
  ctx.scheduler.runAt(at, api.jobs.broken, {}) });
exports.cancel = mutation({ args: { id: v.id("_scheduled_functions") }, handler: async (ctx, { id }) => ctx.scheduler.cancel(id) });
exports.job = query({ args: { id: v.id("_scheduled_functions") }, handler: async (ctx, { id }) => ctx.db.system.get(id) });
exports.all = query({ args: {}, handler: async (ctx) =>
  (await ctx.db.system.query("_scheduled_functions").collect()).map((job) => job.state.kind) });
exports.forge = mutation({ args: { id: v.id("_scheduled_functions") }, handler: async (ctx, { id }) => ctx.db.delete(id) });
exports.many = mutation({ args: {}, handler: async (ctx) => {
  for (let count = 0; count <= 1000; count++) await ctx.scheduler.runAfter(0, api.jobs.write, { text: "x" });
} });
`;

type Call = (kind: "query" | "mutation" | "action", name: string, args?: object) => Promise<unknown>;

async function opened(): Promise<{ readonly stage: Stage; readonly call: Call }> {
  const stage = new Stage();
  expect(await stage.open({ ...MODULES, jobs: JOBS })).toBeNull();
  const client = new ConvexHttpClient(URL_OF_DEPLOYMENT, { fetch: stage.fetch, logger: false });
  client.setAuth(await token("ada", NOW_MS, { lifetimeSeconds: 86_400 }));
  const call: Call = (kind, name, args = {}) => {
    const reference = api["jobs"]?.[name] as never;
    if (kind === "query") return client.query(reference, args as never);
    return kind === "mutation"
      ? client.mutation(reference, args as never)
      : client.action(reference, args as never);
  };
  return { stage, call };
}

const texts = (stage: Stage): unknown[] =>
  ((stage.deployment.rows()["tasks"] ?? []) as { user: string; text: string }[]).map(
    ({ user, text }) => `${user}: ${text}`,
  );

test("a scheduled function runs at its time, once, without the identity of who scheduled it", async () => {
  const { stage, call } = await opened();
  const id = await call("mutation", "later", { text: "later", ms: 5000 });
  expect(await call("query", "job", { id })).toMatchObject({
    name: "jobs.js:write",
    args: [{ text: "later" }],
    scheduledTime: NOW_MS + 5000,
    state: { kind: "pending" },
  });
  stage.clock.advance(4999);
  expect(texts(stage)).toEqual([]);
  stage.clock.advance(1);
  await vi.waitFor(async () =>
    expect(await call("query", "job", { id })).toMatchObject({
      state: { kind: "success" },
      completedTime: NOW_MS + 5000,
    }),
  );
  expect(texts(stage)).toEqual(["nobody: later"]);
});

test("a mutation that fails schedules nothing", async () => {
  const { stage, call } = await opened();
  await expect(call("mutation", "laterAndFail")).rejects.toThrow("changed my mind");
  stage.clock.advance(1000);
  expect(await call("query", "all")).toEqual([]);
  expect(texts(stage)).toEqual([]);
});

test("a job that is cancelled in time never runs", async () => {
  const { stage, call } = await opened();
  const id = await call("mutation", "later", { text: "not at all", ms: 100 });
  await call("mutation", "cancel", { id });
  stage.clock.advance(1000);
  expect(await call("query", "job", { id })).toMatchObject({ state: { kind: "canceled" } });
  expect(texts(stage)).toEqual([]);
});

test("an action schedules at once, and a job that throws is told as failed", async () => {
  const { stage, call } = await opened();
  const id = await call("action", "fromAction", { at: NOW_MS + 10 });
  stage.clock.advance(10);
  await vi.waitFor(async () =>
    expect(await call("query", "job", { id })).toMatchObject({
      state: { kind: "failed", error: "Uncaught Error: broken" },
    }),
  );
});

test("functions read the table of jobs and cannot write it, and one mutation schedules a thousand at most", async () => {
  const { call } = await opened();
  const id = await call("mutation", "later", { text: "x", ms: 100 });
  await expect(call("mutation", "forge", { id })).rejects.toThrow(
    "System tables can only be accessed with db.system.",
  );
  await expect(call("mutation", "many")).rejects.toThrow(
    "Too many functions scheduled by this mutation (limit: 1000)",
  );
  expect(await call("query", "all")).toEqual(["pending"]);
});
