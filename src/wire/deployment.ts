/** What the trusted page asks of the deployment realm, over Comlink. The learner's realm only has the network. */
import type { Result } from "../base/result.ts";
import type { Pace } from "../base/steerable-clock.ts";

export type DeploymentOptions = {
  /** e.g. `swift-lemur-412`: hosts `<name>.convex.cloud` and `<name>.convex.site`. */
  readonly name: string;
  /** Who presents it may call internal functions. Default: there is none. */
  readonly adminKey?: string;
  /** Where clients find it: what URLs of files begin with, and `CONVEX_CLOUD_URL`. Default: `https://<name>.convex.cloud`. */
  readonly origin?: string;
  /** Where its HTTP actions are found, and `CONVEX_SITE_URL`. Default: `https://<name>.convex.site`. */
  readonly siteOrigin?: string;
  /**
   * A production deployment tells clients neither why a function failed nor what it logged, nor whom it trusts; a
   * development one does. Default: development.
   */
  readonly type?: "development" | "production";
  /**
   * By which rules tokens are verified. `convex`: as the product decides. `strict`: to the letter of RFC 7519 and
   * OpenID Connect, which refuses a little more. Default: convex.
   */
  readonly tokenProfile?: "convex" | "strict";
  /** Environment variables of the deployment: what `process.env` is in `convex/`. A push may bring others. */
  readonly environment: Readonly<Record<string, string>>;
};

/** A row to insert before anything runs: a plain document without system fields. */
export type SeedRow = { readonly table: string; readonly document: Readonly<Record<string, unknown>> };

/** Why a push was refused. `code` is stable, the text is what `npx convex dev` would print. */
export type PushError = {
  readonly code: "auth-config" | "schema" | "module" | "timeout" | "isolate";
  readonly message: string;
  readonly file: string | null;
  /** Counts from 1; where it is known. */
  readonly line?: number;
};

/** A table as the Convex pane shows it. */
export type TableView = {
  readonly name: string;
  readonly count: number;
  /** The first hundred, with system fields, as Convex JSON. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
};

export type FunctionView = {
  /** e.g. `tasks:list` */
  readonly path: string;
  readonly kind: "query" | "mutation" | "action";
  readonly visibility: "public" | "internal";
  /** The arguments' validator, as one writes it. */
  readonly args: string;
  /** Arguments of the right shape, as JSON, to be filled in. */
  readonly exampleJson: string;
};

/** Whom the deployment trusts, as `convex/auth.config.ts` came out. */
export type ProviderView = {
  readonly type: "oidc" | "customJwt";
  /** What a token's `iss` must be. */
  readonly issuer: string;
  /** What its `aud` must be; null where any will do. */
  readonly applicationID: string | null;
};

/** How an isolate overran its time: in a function, or while a push was loaded; and in which loop, if in one. */
export type Stuck = {
  readonly where: "call" | "load";
  /** File and line, as the compiler names them: `convex/tasks.ts:9`. Told by the isolate, so only to be shown. */
  readonly place: string | null;
};

/** What an owner sees of a deployment. Without a push, there are neither functions nor providers. */
export type DeploymentView = {
  readonly tables: readonly TableView[];
  readonly functions: readonly FunctionView[];
  readonly environment: Readonly<Record<string, string>>;
  readonly providers: readonly ProviderView[];
};

export type DeploymentApi = {
  /** Makes a fresh, empty deployment under `id`, replacing one of that name. */
  open(id: string, options: DeploymentOptions): Promise<void>;
  /**
   * Connects the isolate: a port that speaks `wire/syscall.ts`. Replaces an earlier isolate; with `last-push` the
   * functions pushed last are loaded into it, with `empty` a push has to follow. Rows and client connections stay.
   */
  connectIsolate(id: string, isolate: MessagePort, functions: "empty" | "last-push"): Promise<void>;
  /** Connects the port over which the deployment fetches discovery documents and key sets (`wire/network.ts`). */
  connectInternet(id: string, network: MessagePort): Promise<void>;
  /** Connects a client's network port; `hops` receives a `HopBatch` for what crosses it and what follows from it. */
  connectClient(id: string, network: MessagePort, hops: MessagePort | null): Promise<void>;
  /** Ends every client connection: the apps behind them are gone. */
  disconnectClients(id: string): Promise<void>;
  /**
   * Loads functions, schema and auth config, as `npx convex dev` does. On error the former push stays in force.
   * `environment`, when given, replaces the deployment's variables for this push and what follows.
   */
  push(
    id: string,
    functionsScript: string,
    environment?: Readonly<Record<string, string>>,
  ): Promise<Result<null, PushError>>;
  /** Inserts rows past the functions (not past the schema). Returns the ids in order. */
  seed(id: string, rows: readonly SeedRow[]): Promise<Result<readonly string[], string>>;
  /** The deployment as its dashboard shows it. */
  inspect(id: string): Promise<DeploymentView>;
  /**
   * Posts a `Stuck` to `notify` when the isolate overran its time and must be killed and replaced
   * (`connectIsolate`). The callers of what ran in it have already been told.
   */
  onIsolateStuck(id: string, notify: MessagePort): Promise<void>;
  /** How its time goes from now on; what watches over functions and the network keeps to the real one. */
  setPace(id: string, pace: Pace): Promise<void>;
  /** Forgets the deployment and closes its ports. */
  close(id: string): Promise<void>;
};
