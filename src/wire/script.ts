/**
 * Between the page and the script realm: a worker of the sandbox that runs one half of a lesson's script. The script
 * is loaded twice, in two workers that share nothing, so that the server can be judged apart from a lying client.
 */
import * as v from "valibot";
import { CONSOLE_TEXT_LIMIT } from "../base/console.ts";

/** Where the script's `server` is reached. */
export const API_HOST = "api.handoff.test";

export type ScriptRole = "client" | "server";

/** What the client half is told of the person who signs in. */
export type ScriptPerson = {
  readonly firstName: string;
  readonly emailAddress: string;
  readonly password: string;
};

/** The second argument of `server`: the documents of the exercise, by table. */
export type ScriptDatabase = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/**
 * Sent from the page to the realm over its control port. Beside that it has a port to the issuer, and one for the API:
 * there the client half sends requests and the server half receives them (`wire/network.ts`).
 */
export type ScriptCommand =
  /** Once, before all else; answered by `loaded` or `failed`. */
  | {
      readonly type: "load";
      readonly role: ScriptRole;
      readonly script: string;
      /** Reached by the port to the issuer. */
      readonly issuerHosts: readonly string[];
      /** The origin that the client's requests name. */
      readonly appOrigin: string;
      /** Null for the client half, which has none. */
      readonly database: ScriptDatabase | null;
    }
  /** Calls `client(person)`; answered by `done`. */
  | { readonly type: "client"; readonly call: number; readonly person: ScriptPerson | null }
  /** Asks for `alive`: the heartbeat. */
  | { readonly type: "ping"; readonly beat: number };

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(CONSOLE_TEXT_LIMIT + 1));

const ScriptReportSchema = v.variant("type", [
  v.object({ type: v.literal("loaded") }),
  v.object({ type: v.literal("failed"), message: text }),
  v.object({
    type: v.literal("console"),
    level: v.picklist(["debug", "log", "info", "warn", "error"]),
    source: v.picklist(["script", "sandbox"]),
    text,
  }),
  /** `error` is what `client` threw; null when it came back. */
  v.object({ type: v.literal("done"), call: count, error: v.nullable(text) }),
  v.object({ type: v.literal("alive"), beat: count }),
  /** It sends so much that it will never all be sent. */
  v.object({ type: v.literal("flood") }),
  /** A loop holds the thread for long, and goes on: `script.ts:9`. */
  v.object({ type: v.literal("loop"), place: v.pipe(v.string(), v.maxLength(300)) }),
]);

/** Sent from the realm to the page; from learner code's realm, so never believed, only shown. */
export type ScriptReport = v.InferOutput<typeof ScriptReportSchema>;

export function parseScriptReport(message: unknown): ScriptReport | null {
  const result = v.safeParse(ScriptReportSchema, message);
  return result.success ? result.output : null;
}
