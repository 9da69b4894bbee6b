/**
 * Between the deployment and the isolate (the worker that runs the learner's `convex/` functions), over one
 * MessagePort. The deployment sends `IsolateCommand`; the isolate answers `IsolateReply`. The isolate runs learner
 * code, so the deployment parses every reply and refuses what names no running execution.
 */
import * as v from "valibot";

export type FunctionKind = "query" | "mutation" | "action";

/** Sent from the deployment to the isolate. */
export type IsolateCommand =
  /**
   * Load the functions script; answered by any number of `evaluating`, then `loaded`. `environment` is the deployment's `process.env`. Several loads may
   * be alive: a refused push leaves the former one in force.
   */
  | {
      readonly type: "load";
      readonly load: number;
      readonly functionsScript: string;
      readonly environment: Readonly<Record<string, string>>;
    }
  /** Forget a load that was refused or replaced. */
  | { readonly type: "discard"; readonly load: number }
  /** Answered by `pong` as soon as no learner code holds the thread. */
  | { readonly type: "ping"; readonly beat: number }
  /**
   * Run one function in a fresh runtime; answered by any number of `syscall` and `log`, then one `returned`.
   * `argsJson` is the JSON of a one-element array. `nowMs` and `seed` fix time and randomness in queries and mutations.
   * `tables` maps table names to numbers for the synchronous `db.normalizeId`.
   */
  | {
      readonly type: "execute";
      readonly execution: number;
      readonly load: number;
      readonly kind: FunctionKind;
      readonly module: string;
      readonly export: string;
      readonly argsJson: string;
      readonly nowMs: number;
      readonly seed: number;
      readonly tables: Readonly<Record<string, number>>;
      /**
       * What `1.0/getUserIdentity` answers in this execution. The isolate still sends the syscall, so that the call is
       * on record, but need not wait for its answer: a round trip between processes costs more than the query.
       */
      readonly identityJson: string;
    }
  /**
   * Run the HTTP action that `convex/http.ts` routes a request to; answered like `execute`, with the JSON of an
   * {@link HttpActionAnswer}. An Authorization header that cannot be verified fails only who asks for the identity.
   */
  | {
      readonly type: "respond";
      readonly execution: number;
      readonly load: number;
      readonly request: {
        readonly method: string;
        readonly url: string;
        readonly headers: readonly (readonly [string, string])[];
        readonly body: string | Uint8Array | null;
      };
      readonly nowMs: number;
      readonly seed: number;
      readonly tables: Readonly<Record<string, number>>;
      readonly identity: { readonly json: string } | { readonly refusal: string };
    }
  /** The answer to an asynchronous syscall; `dataJson` marks a ConvexError. */
  | {
      readonly type: "answer";
      readonly execution: number;
      readonly call: number;
      readonly resultJson: string;
    }
  | {
      readonly type: "fault";
      readonly execution: number;
      readonly call: number;
      readonly message: string;
      readonly dataJson?: string;
    };

/**
 * The isolate's own syscall: the next rows of a stream. `{ stream, query?, size }`, with `query` (as `1.0/queryStream`
 * has it) in the first call of a stream; answers `{ rows: string[], done }`, each row the JSON text of a document.
 */
export const QUERY_BATCH = "handoff/queryBatch";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const kind = v.picklist(["query", "mutation", "action"]);
/** Counted before any is read: of functions a lesson has a handful, and a response has some headers. */
const few = v.custom<readonly unknown[]>((value) => Array.isArray(value) && value.length <= 2000);

const FunctionSpecSchema = v.object({
  /** Module without extension, as in a function path: `tasks`, `dir/mod`. */
  module: v.string(),
  export: v.string(),
  kind,
  visibility: v.picklist(["public", "internal"]),
  /** Validators as `exportArgs()` and `exportReturns()` give them (JSON text; `null` = no returns validator). */
  argsJson: v.string(),
  returnsJson: v.nullable(v.string()),
});

/** The response of an HTTP action; the body is base64. */
const HttpActionAnswerSchema = v.object({
  status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  headers: v.pipe(few, v.array(v.tuple([v.string(), v.string()]))),
  body: v.nullable(v.string()),
});
export type HttpActionAnswer = v.InferOutput<typeof HttpActionAnswerSchema>;

/** `null` when the isolate, which runs learner code, sent something else. */
export function parseHttpActionAnswer(answer: unknown): HttpActionAnswer | null {
  const result = v.safeParse(HttpActionAnswerSchema, answer);
  return result.success ? result.output : null;
}

const LoadFaultSchema = v.object({
  code: v.picklist(["auth-config", "schema", "module"]),
  message: v.string(),
  stack: v.optional(v.string()),
  file: v.nullable(v.string()),
});

const IsolateReplySchema = v.variant("type", [
  v.object({ type: v.literal("pong"), beat: count }),
  /** A loop of the learner's has held the thread for long, and goes on: `convex/tasks.ts:9`. */
  v.object({ type: v.literal("loop"), place: v.pipe(v.string(), v.maxLength(300)) }),
  /** Sent before the functions script and each module of it is evaluated; `null` when it is none of them. */
  v.object({
    type: v.literal("evaluating"),
    load: count,
    module: v.nullable(v.pipe(v.string(), v.maxLength(300))),
  }),
  v.object({
    type: v.literal("loaded"),
    load: count,
    functions: v.pipe(few, v.array(FunctionSpecSchema)),
    /** Whether `convex/http.ts` exports a router. */
    hasHttpRouter: v.boolean(),
    /** What `schema.export()` gives (JSON text), null without `convex/schema.ts`. */
    schemaJson: v.nullable(v.string()),
    /** The default export of `convex/auth.config.ts` as JSON text, null without that file. */
    authConfigJson: v.nullable(v.string()),
    /** What the default export of `convex/crons.ts` exports (JSON text), null without that file. */
    cronsJson: v.nullable(v.string()),
    /** Environment variables that auth.config.ts read and that were not set. */
    missingEnvironment: v.pipe(few, v.array(v.string())),
    fault: v.nullable(LoadFaultSchema),
  }),
  v.object({
    type: v.literal("syscall"),
    execution: count,
    call: count,
    op: v.string(),
    argsJson: v.string(),
  }),
  v.object({
    type: v.literal("log"),
    execution: count,
    /** One formatted line such as `[LOG] 'hi' { a: 1 }`. */
    line: v.string(),
  }),
  v.object({
    type: v.literal("returned"),
    execution: count,
    outcome: v.variant("status", [
      v.object({ status: v.literal("success"), resultJson: v.string() }),
      v.object({
        status: v.literal("failure"),
        /** `Uncaught Error: …` */
        message: v.string(),
        /** The stack as the engine has it, cut to what is worth reading. */
        stack: v.optional(v.string()),
        /** Present when a ConvexError was thrown: its data as Convex JSON text. */
        dataJson: v.optional(v.string()),
      }),
    ]),
  }),
]);

/** Sent from the isolate to the deployment. */
export type IsolateReply = v.InferOutput<typeof IsolateReplySchema>;
export type FunctionSpec = v.InferOutput<typeof FunctionSpecSchema>;

/** `null` when the message is not one of this protocol. */
export function parseIsolateReply(message: unknown): IsolateReply | null {
  const result = v.safeParse(IsolateReplySchema, message);
  return result.success ? result.output : null;
}
