/** A deployment with everything around it, in one process, for the real clients. */
import { ManualClock } from "../../base/clock.ts";
import type { Hop } from "../../wire/handoff.ts";
import type { HopBatch } from "../../wire/issuer.ts";
import type { NetworkEvent } from "../../wire/network.ts";
import type { PushError } from "../../wire/deployment.ts";
import type { PortLike } from "../connection.ts";
import { Deployment } from "../deployment.ts";
import { internet, ISSUER, type Documents } from "./issuer.ts";
import { functionsScript, isolateInProcess } from "./isolate-in-process.ts";

export const URL_OF_DEPLOYMENT = "https://swift-lemur-412.convex.cloud";
/** 2027-01-15T08:00:00Z; the real clients use their own clock for timers only. */
export const NOW_MS = 1_800_000_000_000;

export const TASKS = `
const { queryGeneric: query, mutationGeneric: mutation, actionGeneric: action, internalQueryGeneric: internalQuery, anyApi: api } = require("convex/server");
const { v, ConvexError } = require("convex/values");
exports.whoami = query({ args: {}, handler: async (ctx) => ctx.auth.getUserIdentity() });
exports.list = query({ args: {}, handler: async (ctx) => {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) return [];
  return ctx.db.query("tasks").withIndex("by_user", (q) => q.eq("user", identity.subject)).collect();
} });
exports.of = query({ args: { user: v.string() }, handler: async (ctx, { user }) => {
  console.log("of", { user });
  return (await ctx.db.query("tasks").withIndex("by_user", (q) => q.eq("user", user)).collect()).map((task) => task.text);
} });
exports.add = mutation({ args: { text: v.string() }, returns: v.id("tasks"), handler: async (ctx, { text }) => {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) throw new ConvexError("Not signed in");
  return ctx.db.insert("tasks", { user: identity.subject, text });
} });
exports.addFor = mutation({ args: { user: v.string(), text: v.string() }, handler: async (ctx, task) => {
  await ctx.db.insert("tasks", task);
} });
exports.rename = mutation({ args: { id: v.id("tasks"), text: v.string() }, handler: async (ctx, { id, text }) => {
  await ctx.db.patch(id, { text });
  return ctx.db.get(id);
} });
exports.halfway = mutation({ args: {}, handler: async (ctx) => {
  await ctx.db.insert("tasks", { user: "nobody", text: "lost" });
  throw new Error("changed my mind");
} });
exports.spin = query({ args: {}, handler: async () => { for (;;) await null; } });
exports.never = query({ args: {}, handler: () => new Promise(() => {}) });
exports.fetching = query({ args: {}, handler: async () => { await fetch("https://example.com"); } });
exports.clock = query({ args: {}, handler: async () => ({ now: Date.now(), made: new Date().getTime() }) });
exports.act = action({ args: { text: v.string() }, handler: async (ctx, { text }) => {
  await ctx.runMutation(api.tasks.add, { text });
  return (await ctx.runQuery(api.tasks.secret, {})).length;
} });
exports.secret = internalQuery({ args: {}, handler: async (ctx) => ctx.db.query("tasks").collect() });
exports.page = query({ args: { cursor: v.union(v.string(), v.null()) }, handler: async (ctx, { cursor }) =>
  ctx.db.query("tasks").paginate({ cursor, numItems: 2 }) });
`;

const SCHEMA = `
const { defineSchema, defineTable } = require("convex/server");
const { v } = require("convex/values");
exports.default = defineSchema({ tasks: defineTable({ user: v.string(), text: v.string() }).index("by_user", ["user"]) });
`;

export const AUTH_CONFIG = `exports.default = { providers: [{ domain: process.env.CLERK_JWT_ISSUER_DOMAIN, applicationID: "convex" }] };`;

export const MODULES = { tasks: TASKS, schema: SCHEMA, "auth.config": AUTH_CONFIG };

export class Stage {
  #connections = 0;
  readonly clock = new ManualClock(NOW_MS);
  readonly hops: Hop[] = [];
  readonly deployment: Deployment;
  readonly asked: readonly string[];
  stuck = 0;
  /** Every open socket of {@link webSocket}, for tests that cut them. */
  readonly sockets: SocketInMemory[] = [];
  readonly #post: (message: unknown) => void;
  readonly #listeners = new Map<number, (event: NetworkEvent) => void>();
  #last = 0;

  constructor(
    environment: Readonly<Record<string, string>> = { CLERK_JWT_ISSUER_DOMAIN: ISSUER },
    type: "development" | "production" = "development",
    documents?: Documents,
    tokenProfile: "convex" | "strict" = "convex",
  ) {
    this.deployment = new Deployment(
      { name: "swift-lemur-412", environment, type, tokenProfile },
      {
        clock: this.clock,
        watchdog: this.clock,
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
        floor: 0n,
        nextConnection: () => ++this.#connections,
      },
    );
    const { port, asked } = internet(documents);
    this.asked = asked;
    this.deployment.connectInternet(port);
    this.deployment.onIsolateStuck(() => {
      this.stuck += 1;
    });
    const client: PortLike = {
      onmessage: null,
      postMessage: (message) => {
        const event = structuredClone(message) as NetworkEvent;
        const key = "exchange" in event ? event.exchange : event.socket;
        queueMicrotask(() => this.#listeners.get(key)?.(event));
      },
    };
    this.deployment.connectClient(client, {
      postMessage: (batch) => void this.hops.push(...(batch as HopBatch).hops),
    });
    this.#post = (message) => queueMicrotask(() => client.onmessage?.({ data: message }));
  }

  async open(modules: Readonly<Record<string, string>> = MODULES): Promise<PushError | null> {
    await this.deployment.connectIsolate(isolateInProcess());
    const pushed = await this.deployment.push(functionsScript(modules));
    return pushed.ok ? null : pushed.error;
  }

  /** A `WebSocket` class for the real client. */
  get webSocket(): typeof WebSocket {
    const listen = (): Line => this.listen();
    const { sockets } = this;
    return class extends SocketInMemory {
      constructor(url: string) {
        super(listen(), url);
        sockets.push(this);
      }
    } as unknown as typeof WebSocket;
  }

  listen(): Line {
    const key = ++this.#last;
    return {
      post: (message) => this.#post({ ...message, socket: key }),
      onEvent: (listener) => void this.#listeners.set(key, listener),
    };
  }

  /** `fetch` for the real HTTP client. */
  readonly fetch: typeof fetch = async (input, init) => {
    const exchange = ++this.#last;
    const headers = [...new Headers(init?.headers)];
    return new Promise((resolve, reject) => {
      this.#listeners.set(exchange, (event) => {
        if (event.type === "response")
          resolve(
            new Response(event.body as BodyInit | null, {
              status: event.status,
              headers: event.headers,
            }),
          );
        else reject(new TypeError("Failed to fetch"));
      });
      const body = (init?.body as string | undefined) ?? null;
      this.#post({
        type: "request",
        exchange,
        method: init?.method ?? "GET",
        url: input instanceof Request ? input.url : input.toString(),
        headers,
        body,
      });
    });
  };

  /** Frames of the deployment or of the client, parsed, in order. */
  frames(from: "client" | "deployment"): Record<string, unknown>[] {
    return this.hops.flatMap(({ content, from: sender }) =>
      content.type === "frame" && sender === from
        ? [JSON.parse(content.text) as Record<string, unknown>]
        : [],
    );
  }
}

type Line = {
  post(message: object): void;
  onEvent(listener: (event: NetworkEvent) => void): void;
};

export class SocketInMemory {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly #line: Line;

  constructor(line: Line, url: string) {
    this.#line = line;
    line.onEvent((event) => this.#take(event));
    line.post({ type: "open", url });
  }

  send(text: string): void {
    this.#line.post({ type: "send", text });
  }

  close(code: number | null = null, reason = ""): void {
    this.readyState = 2;
    this.#line.post({ type: "close", code, reason });
  }

  #take(event: NetworkEvent): void {
    if (event.type === "opened") {
      this.readyState = 1;
      this.onopen?.();
    } else if (event.type === "message" && this.readyState === 1) {
      this.onmessage?.({ data: event.text });
    } else if (event.type === "closed") {
      this.readyState = 3;
      this.onclose?.({ code: event.code, reason: event.reason });
    }
  }
}
