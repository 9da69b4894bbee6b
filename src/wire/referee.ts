/**
 * Between the page and the referee (the worker in which an exercise's checks run), over the referee's control port.
 * The page does for the checks what they may not do themselves: mint and forge tokens, drive the app, read hops.
 */
import * as v from "valibot";

/** A person of the checks' own Clerk instance: random for each run, so that no answer can be written down. */
export type CheckPerson = {
  /** The role in the exercise's rows: `ada`. */
  readonly key: string;
  readonly id: string;
  readonly firstName: string;
  /** A random word that stands in each of this person's rows and in no other. */
  readonly canary: string;
};

/** What can be wrong with a token that names the right person. */
export const TOKEN_FAULTS = [
  /** The same header and claims, signed by a key that is not the issuer's. */
  "forged",
  /** The issuer's own, issued an hour ago. */
  "expired",
  /** The issuer's own, made for somebody else. */
  "wrong-audience",
  /** The issuer's own without `aud`: what Clerk gives when no template is asked for. */
  "no-audience",
  /** Of another issuer. Its keys can be fetched by a script; a deployment does not ask for those of whom it does not trust. */
  "other-issuer",
  /** The same claims under the algorithm "none", without a signature. */
  "unsigned",
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** What came of one call of a script's `client`. */
export type ClientRun = {
  /** What it threw; null when it came back. */
  readonly error: string | null;
  /** What it wrote to its console: its own words, not to be believed. */
  readonly logged: readonly string[];
  /** What it sent to the API, as the relay saw it; `bearer` says in words what the request carried. */
  readonly requests: readonly { readonly method: string; readonly url: string; readonly bearer: string }[];
};

/** Sent from the page to the referee. */
export type RefereeCommand =
  /** Run the checks; answered by `began` and `check` for each and one `finished`. */
  | {
      readonly type: "run";
      readonly checksScript: string;
      readonly people: readonly CheckPerson[];
      /** Of the deployment, or of the API of a script. */
      readonly deploymentUrl: string;
    }
  | { readonly type: "answer"; readonly call: number; readonly value: unknown }
  /** Asks for `alive`. */
  | { readonly type: "ping"; readonly beat: number }
  | { readonly type: "refusal"; readonly call: number; readonly message: string };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(20_000));

const RefereeRequestSchema = v.variant("op", [
  /** A token of the template `convex` for a person, genuine when `fault` is null. Answer: the JWT. */
  v.object({ op: v.literal("token"), person: text, fault: v.nullable(v.picklist(TOKEN_FAULTS)) }),
  /** Sign in and out in the app itself. Answer: null. */
  v.object({ op: v.literal("app-sign-in"), person: text }),
  v.object({ op: v.literal("app-sign-out") }),
  /** Wait until the app has done what follows from the last sign-in, but not long. Answer: null. */
  v.object({ op: v.literal("app-settled") }),
  /** Delete or create Clerk's JWT template `convex`. Answer: null. */
  v.object({ op: v.literal("convex-template"), exists: v.boolean() }),
  /**
   * What the deployment last sent to the app for a query, once something has changed since `seen` (start with 0).
   * Answer: `{ seen, subscribed, value }`; value is null while there is none.
   */
  v.object({ op: v.literal("app-result"), functionPath: text, seen: count }),
  /** Whom the deployment takes the app's connection for, with `seen` as above. Answer: {@link AppAuthentication}. */
  v.object({ op: v.literal("app-authentication"), seen: count }),
  /** The calls of a function that the deployment received from the app, with `seen` as above. Answer: {@link AppCalls}. */
  v.object({ op: v.literal("app-calls"), functionPath: text, seen: count }),
  /** Call the script's `client` as a person, or as nobody. Answer: {@link ClientRun}. */
  v.object({ op: v.literal("script-client"), person: v.nullable(text) }),
]);

const AppAuthenticationSchema = v.object({
  seen: count,
  /** Of the newest connection; `loading` while there is none, or a token on it has not been confirmed. */
  state: v.picklist(["authenticated", "not authenticated", "loading"]),
  /** Subject of the token that the deployment accepted last on that connection; null after sign-out. */
  subject: v.nullable(v.string()),
  /** Why the deployment refused tokens of the app since the last sign-in, oldest first, in Convex's words. */
  refusals: v.array(v.string()),
});

const AppCallsSchema = v.object({
  seen: count,
  /** In the order received. */
  calls: v.array(
    v.object({
      functionPath: v.string(),
      kind: v.picklist(["query", "mutation", "action"]),
      /** Subject of the verified identity with which it ran; null for an anonymous caller. */
      caller: v.nullable(v.string()),
      outcome: v.picklist(["running", "success", "failure"]),
      /** The value as Convex JSON, or the error text; null while it runs. */
      result: v.nullable(v.string()),
    }),
  ),
});

const RefereeReportSchema = v.variant("type", [
  v.object({ type: v.literal("call"), call: count, request: RefereeRequestSchema }),
  v.object({
    type: v.literal("check"),
    title: text,
    status: v.picklist(["passed", "failed", "not-reached"]),
    message: v.optional(text),
    expected: v.optional(text),
    actual: v.optional(text),
    startedAt: v.number(),
    durationMs: v.number(),
  }),
  v.object({ type: v.literal("alive"), beat: v.number() }),
  /** A check is under way. */
  v.object({ type: v.literal("began"), title: text }),
  v.object({ type: v.literal("finished") }),
  /** The checks themselves could not be loaded: a fault of the exercise, not of the learner. */
  v.object({ type: v.literal("broken"), message: text }),
]);

/** Whom the deployment takes the app's connection for. */
export type AppAuthentication = v.InferOutput<typeof AppAuthenticationSchema>;
/** Calls that the deployment received from the app. */
export type AppCalls = v.InferOutput<typeof AppCallsSchema>;
export type AppCall = AppCalls["calls"][number];
/** What the referee asks of the page. */
export type RefereeRequest = v.InferOutput<typeof RefereeRequestSchema>;
/** Sent from the referee to the page. */
export type RefereeReport = v.InferOutput<typeof RefereeReportSchema>;

/** Throws when the page's answer is none: a fault of ours. */
export const parseAppAuthentication = (answer: unknown): AppAuthentication =>
  v.parse(AppAuthenticationSchema, answer);
export const parseAppCalls = (answer: unknown): AppCalls => v.parse(AppCallsSchema, answer);

export function parseRefereeReport(message: unknown): RefereeReport | null {
  const result = v.safeParse(RefereeReportSchema, message);
  return result.success ? result.output : null;
}
