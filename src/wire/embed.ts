/**
 * Between a host page and the site in its frame: public and stable, a host may speak it without `embed.js`.
 *
 * The host posts `hello` to the frame's window with one MessagePort; everything else goes over that port. Each message
 * is an envelope. The host's calls carry an `id`, which their `reply` repeats; the site's events carry none. Calls that
 * come before the exercise is open wait for it.
 */
import * as v from "valibot";
import type { Hop } from "./handoff.ts";
import type { RunError, Verdict } from "./verdict.ts";

type Envelope<Type extends string, Payload> = {
  readonly source: "handoff";
  readonly v: 1;
  readonly type: Type;
  readonly payload: Payload;
};

/** Learner files by path, as a host gives and gets them. */
type Files = Readonly<Record<string, string>>;

/** What a learner has reached, for the host to keep and to give back. */
export type Progress = {
  /** Id of the exercise. */
  readonly exercise: string;
  /** Version of the exercise's starter: progress belongs to one. */
  readonly version: string;
  /** Only the files that differ from the starter. */
  readonly files: Files;
  /** Ids of the checks that have passed at least once. */
  readonly passedChecks: readonly string[];
  /** Whether a run has passed as a whole at least once. */
  readonly passed: boolean;
};

/** What is told when an exercise is open. */
export type Ready = {
  readonly exercise: string;
  readonly version: string;
  readonly title: string;
  /** Paths that `setFiles` takes. */
  readonly editable: readonly string[];
};

/** The payload of each event. */
export type EmbedEvents = {
  ready: Ready;
  /** A file has another text now. */
  change: { readonly path: string; readonly text: string };
  run: { readonly runId: string };
  /** Hops of the learner's app or of the checks, in the order recorded. */
  hop: { readonly of: "app" | "checks"; readonly hops: readonly Hop[] };
  verdict: Verdict;
  progress: Progress;
  /** How tall the exercise would like to be, in CSS pixels; only with `height=auto`. */
  resize: { readonly height: number };
  /** The exercise could not be opened, or a run could not judge the code. */
  error: RunError;
};

/** Why a call was refused; codes are stable, sentences may change. */
export type CallError = { readonly code: CallErrorCode; readonly message: string };

type CallErrorCode =
  /** The message is not a call of this protocol, or its payload has the wrong shape. */
  | "not-understood"
  | "unknown-path"
  | "too-large"
  | "stale-version"
  /** The frame holds no exercise: it is unknown or could not be loaded. */
  | "not-open"
  /** Another exercise was opened before the call was done. */
  | "reloaded"
  | "too-many-calls";

type CallOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: CallError };

/** Sent from the site to the host, over the port. */
export type SiteMessage =
  | { [Type in keyof EmbedEvents]: Envelope<Type, EmbedEvents[Type]> }[keyof EmbedEvents]
  | (Envelope<"reply", CallOutcome> & { readonly id: number });

/** Longest text of all files together, in UTF-16 units. */
export const FILES_LIMIT = 1_000_000;

const source = v.literal("handoff");
const version = v.literal(1);
const text = v.pipe(v.string(), v.maxLength(200));

const HelloSchema = v.object({ source, v: version, type: v.literal("hello") });

/** Whether a window message is the host's hello. Who sent it is for the caller to check. */
export const isHello = (message: unknown): boolean => v.is(HelloSchema, message);

/** As entries: a record would lose or, worse, obey a name such as `__proto__`. */
const files = v.pipe(
  v.custom<Readonly<Record<string, unknown>>>(
    (input) => typeof input === "object" && input !== null && !Array.isArray(input),
    "files are an object of paths and texts",
  ),
  v.transform((input) => Object.entries(input)),
  v.array(v.tuple([v.string(), v.string()])),
  v.maxLength(100, "there are too many files"),
);

const ProgressSchema = v.object({
  exercise: text,
  version: text,
  files,
  passedChecks: v.pipe(v.array(text), v.maxLength(200)),
  passed: v.boolean(),
});

/** Texts as in the URL; null goes back to the default. */
const setting = v.optional(v.nullable(v.union([text, v.pipe(v.boolean(), v.transform(String))])));
const SettingsSchema = v.object({
  exercise: setting,
  view: setting,
  theme: setting,
  height: setting,
  readonly: setting,
  autorun: setting,
  solution: setting,
  persist: setting,
  key: setting,
});

const CallSchema = v.variant("type", [
  v.object({ type: v.literal("run") }),
  v.object({ type: v.literal("stop") }),
  v.object({ type: v.literal("reset") }),
  v.object({ type: v.literal("getFiles") }),
  v.object({ type: v.literal("setFiles"), payload: files }),
  v.object({ type: v.literal("getProgress") }),
  v.object({ type: v.literal("setProgress"), payload: ProgressSchema }),
  /** Options that are followed live; another exercise, `persist` or `key` opens the frame anew. */
  v.object({ type: v.literal("set"), payload: SettingsSchema }),
]);

/** Sent from the host to the site, over the port. */
export type HostCall = v.InferOutput<typeof CallSchema>;
/** Progress as it came from a host. */
export type GivenProgress = v.InferOutput<typeof ProgressSchema>;
export type Settings = v.InferOutput<typeof SettingsSchema>;

const EnvelopeSchema = v.object({
  source,
  v: version,
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** Null for what is not even an envelope with an id: there is nobody to answer. */
export type ParsedCall =
  | { readonly id: number; readonly call: HostCall }
  | { readonly id: number; readonly call: null; readonly reason: string };

export function parseCall(message: unknown): ParsedCall | null {
  const envelope = v.safeParse(EnvelopeSchema, message);
  if (!envelope.success) return null;
  const { id } = envelope.output;
  const call = v.safeParse(CallSchema, message);
  if (call.success) return { id, call: call.output };
  const [issue] = call.issues;
  return { id, call: null, reason: `${v.getDotPath(issue) ?? "the message"}: ${issue.message}` };
}
