/** One deployment: its parts, and what the trusted page may ask of it. */
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { Clock, Timers } from "../base/clock.ts";
import type { RandomBytes } from "../base/random.ts";
import { failure, success, type Result } from "../base/result.ts";
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import type { DeploymentOptions, DeploymentView, PushError, SeedRow, Stuck } from "../wire/deployment.ts";
import { Authenticator } from "./authentication/verify.ts";
import { Connection, type ConnectionSeams, type PortLike } from "./connection.ts";
import { Crons } from "./crons/crons.ts";
import { Database } from "./database/database.ts";
import { rowsOf } from "./database/table.ts";
import { FunctionCalls } from "./functions/calls.ts";
import { answerRequest } from "./http/api.ts";
import { IsolateLink, type IsolatePort } from "./functions/isolate-link.ts";
import { lateError, Loader, readPush, type Pushed } from "./functions/push.ts";
import { inspect } from "./inspect.ts";
import { Internet } from "./internet.ts";
import { Files } from "./storage/files.ts";
import { MutationLedger } from "./sync/mutation-ledger.ts";

export type DeploymentSeams = {
  /** The deployment's time: what is scheduled, what expires. */
  readonly clock: Clock & Timers;
  /** Ends what takes too long, whatever the deployment's time does. */
  readonly watchdog: Timers;
  readonly random: RandomBytes;
  /** Every timestamp will be later: that of the deployment this one replaces. */
  readonly floor: bigint;
  /** Numbers the clients of all deployments of the realm: their hops never share an id. */
  readonly nextConnection: () => number;
};

const NO_ISOLATE = "There is no isolate to load the functions into.";
const REPLACED_ISOLATE = "The isolate was replaced before the functions were loaded.";

export class Deployment {
  readonly #seams: DeploymentSeams;
  readonly #database: Database;
  readonly #files: Files;
  readonly #authenticator: Authenticator;
  readonly #calls: FunctionCalls;
  readonly #crons: Crons;
  readonly #link: IsolateLink;
  readonly #loader: Loader;
  readonly #internet: Internet;
  readonly #ledger = new MutationLedger();
  readonly #connections = new Set<Connection>();
  /** Origins under which it is found, and what they are called in here. */
  readonly #origins: ReadonlyMap<string, string>;
  readonly #siteOrigin: string;
  #onStuck: (stuck: Stuck) => void = () => {};
  #pushed: Pushed | null = null;

  constructor(options: DeploymentOptions, seams: DeploymentSeams) {
    const { clock, watchdog, random } = seams;
    this.#seams = seams;
    this.#internet = new Internet(watchdog);
    this.#database = new Database(clock, random, seams.floor);
    const redacts = options.type === "production";
    this.#authenticator = new Authenticator(clock, this.#internet.fetch, {
      profile: options.tokenProfile ?? "convex",
      redacts,
      adminKey: options.adminKey ?? null,
    });
    this.#link = new IsolateLink((reply) => {
      if (reply.type === "loaded" || reply.type === "evaluating") this.#loader.obey(reply);
      else this.#calls.runner.executions.obey(reply);
    });
    const origin = options.origin ?? `https://${options.name}.convex.cloud`;
    const { name } = options;
    this.#files = new Files({ clock, random, database: this.#database, origin });
    const siteOrigin = options.siteOrigin ?? `https://${name}.convex.site`;
    this.#siteOrigin = siteOrigin;
    const [cloud, site] = [`https://${name}.convex.cloud`, `https://${name}.convex.site`];
    this.#origins = new Map([
      [cloud, cloud],
      [site, site],
      [new URL(origin).origin, cloud],
      [new URL(siteOrigin).origin, site],
    ]);
    this.#loader = new Loader(this.#link, watchdog, {
      set: options.environment,
      own: { CONVEX_CLOUD_URL: origin, CONVEX_SITE_URL: siteOrigin },
    });
    this.#calls = new FunctionCalls({
      name,
      clock,
      timers: watchdog,
      scheduling: clock,
      send: (request) => this.#send(request),
      random,
      database: this.#database,
      files: this.#files,
      link: this.#link,
      redacts,
      onStuck: (place) => this.#onStuck({ where: "call", place }),
    });
    this.#crons = new Crons({ clock, timers: clock, call: (call) => this.#calls.any(call) });
  }

  get latestTimestamp(): bigint {
    return this.#database.snapshot.ts;
  }

  /** Replaces the isolate and loads the last push into it; its reply is not needed to go on. */
  async connectIsolate(port: IsolatePort, functions: "empty" | "last-push" = "last-push"): Promise<void> {
    this.#loader.abandon();
    this.#calls.runner.executions.abandon();
    const former = this.#pushed;
    if (former === null || functions === "empty") {
      this.#link.connect(port);
      return;
    }
    // Commands are obeyed in order, so calls that waited may follow the load at once.
    const loaded = this.#loader.load(former.functionsScript, port);
    this.#pushed = { ...former, load: loaded.load };
    this.#calls.runner.executions.load = loaded.load;
    this.#link.connect(port);
    await loaded.reply;
  }

  /** More came from the isolate than any function has to say; nothing more will. */
  giveUpIsolate(): void {
    this.#loader.abandon();
    this.#calls.runner.executions.abandon();
    this.#onStuck({ where: "call", place: null });
  }

  connectInternet(port: PortLike): void {
    this.#internet.connect(port);
  }

  connectClient(port: PortLike, hops: Pick<PortLike, "postMessage"> | null): Connection {
    const number = this.#seams.nextConnection();
    const connection = new Connection(number, port, hops, this.#clientSeams());
    this.#connections.add(connection);
    return connection;
  }

  #clientSeams(): ConnectionSeams {
    return {
      clock: this.#seams.clock,
      timers: this.#seams.clock,
      random: this.#seams.random,
      database: this.#database,
      authenticator: this.#authenticator,
      calls: this.#calls,
      files: this.#files,
      ledger: this.#ledger,
      siteOrigin: this.#siteOrigin,
    };
  }

  /** A request of an action: the deployment answers for itself, all else is the issuer's to know. */
  #send(request: HttpRequest): Promise<HttpResponse> {
    const { origin, pathname, search } = new URL(request.url);
    const own = this.#origins.get(origin);
    if (own === undefined) return this.#internet.fetch(request);
    const asked = { ...request, url: `${own}${pathname}${search}` };
    return answerRequest(asked, { ...this.#clientSeams(), record: () => undefined }, () => undefined);
  }

  disconnectClients(): void {
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
  }

  onIsolateStuck(notify: (stuck: Stuck) => void): void {
    this.#onStuck = notify;
  }

  async push(
    functionsScript: string,
    environment: Readonly<Record<string, string>> = this.#loader.environment,
  ): Promise<Result<null, PushError>> {
    this.#loader.environment = environment;
    if (!this.#link.isConnected && !(await this.#calls.runner.executions.waitForIsolate())) {
      return failure({ code: "isolate", message: NO_ISOLATE, file: null });
    }
    const { load, reply } = this.#loader.load(functionsScript);
    const loaded = await reply;
    if (loaded === "replaced") return failure({ code: "isolate", message: REPLACED_ISOLATE, file: null });
    if (loaded.type === "late") {
      const { executions } = this.#calls.runner;
      const place = executions.longLoop;
      executions.abandon();
      this.#onStuck({ where: "load", place });
      return failure(lateError(loaded, place));
    }
    const read = readPush(loaded, functionsScript);
    if (!read.ok) {
      this.#loader.discard(load);
      return read;
    }
    const problem = this.#database.schemaProblem(read.value.schema);
    if (problem !== null) {
      this.#loader.discard(load);
      return failure({ code: "schema", message: problem, file: "convex/schema.ts" });
    }
    this.#putInForce(read.value);
    return success(null);
  }

  #putInForce(pushed: Pushed): void {
    const former = this.#pushed;
    this.#pushed = pushed;
    this.#database.useSchema(pushed.schema);
    this.#authenticator.providers = pushed.providers;
    this.#calls.runner.functions = pushed.functions;
    this.#calls.runner.hasHttpRouter = pushed.hasHttpRouter;
    this.#calls.runner.executions.load = pushed.load;
    this.#calls.runner.executions.stacks = pushed.stacks;
    if (former !== null) this.#loader.discard(former.load);
    this.#crons.use(pushed.crons);
    for (const connection of this.#connections) connection.functionsChanged();
  }

  seed(rows: readonly SeedRow[]): Result<readonly string[], string> {
    try {
      return this.#database.seed(
        rows.map(({ table, document }) => ({
          table,
          document: jsonToConvex(document as JSONValue) as Record<string, Value>,
        })),
      );
    } catch (error) {
      return failure(error instanceof Error ? error.message : "A row is not a Convex value.");
    }
  }

  inspect(): DeploymentView {
    return inspect({
      tables: this.#database.snapshot.tables.values(),
      functions: this.#pushed?.functions ?? new Map(),
      environment: this.#loader.environment,
      providers: this.#pushed?.providers ?? [],
    });
  }

  rows(): Readonly<Record<string, readonly unknown[]>> {
    const tables = [...this.#database.snapshot.tables.values()].filter(({ name }) => !name.startsWith("_"));
    return Object.fromEntries(
      tables.map((table) => [table.name, rowsOf(table).map(({ value }) => convexToJson(value))]),
    );
  }

  close(): void {
    this.disconnectClients();
    this.#crons.close();
    this.#calls.close();
    this.#calls.runner.executions.abandon();
  }
}
