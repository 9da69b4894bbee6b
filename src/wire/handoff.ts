/**
 * Hops: everything that crossed between the participants of the handoff, recorded by the trusted realm that
 * sent or received it. The diagram, the checks and the verdict read hops.
 */

/** A lifeline of the sequence diagram. */
export type Participant =
  | "app"
  | "clerk"
  | "client"
  | "deployment"
  | "function"
  /** Of a script: its server half, and whoever asks it that is not its client half. */
  | "server"
  | "stranger";

/** The steps of verifying a token, in the order in which they are made: at the first that fails it is refused. */
export const VERIFICATION_STEPS = [
  "parse",
  "issuer",
  "audience",
  "discovery",
  "header",
  "key",
  "signature",
  "lifetime",
] as const;
export type VerificationStep = (typeof VERIFICATION_STEPS)[number];

/** The inner reason of a refusal, which the product keeps in its logs. For the learner; it never crosses the wire. */
export type RefusalReason = {
  readonly step: VerificationStep;
  readonly explanation: string;
  /** What the token has, and what was wanted instead; null where there is no such value. */
  readonly found: string | null;
  readonly wanted: string | null;
  /** Where it is mended, if in a file of the app. */
  readonly file: string | null;
};

/** What a realm on the trusted side knows about a token that it saw. */
export type TokenVerification =
  /** Only carried; nobody judged it at this hop. */
  | { readonly status: "unverified" }
  | {
      readonly status: "accepted";
      readonly subject: string;
      readonly issuer: string;
      /** Why a server that keeps to the letter of RFC 7519 and OpenID Connect would have refused it; null if it would not. */
      readonly strictly: string | null;
    }
  /** `code` and `message` are Convex's own. */
  | ({ readonly status: "refused"; readonly code: string; readonly message: string } & RefusalReason);

/** A bearer token seen on a hop, in compact form. */
export type CarriedToken = { readonly jwt: string; readonly verification: TokenVerification };

export type HopContent =
  /** `exchange` pairs a request with its response. Bodies are cut at 64 KiB. */
  | {
      readonly type: "request";
      readonly exchange: string;
      readonly method: string;
      readonly url: string;
      readonly body: string | null;
    }
  | {
      readonly type: "response";
      readonly exchange: string;
      readonly status: number;
      readonly body: string | null;
    }
  | { readonly type: "socket-opened"; readonly socket: string; readonly url: string }
  | {
      readonly type: "socket-closed";
      readonly socket: string;
      readonly code: number;
      readonly reason: string;
    }
  /** One text frame of the sync protocol, either way. */
  | { readonly type: "frame"; readonly socket: string; readonly text: string }
  | {
      readonly type: "call";
      readonly execution: string;
      readonly functionPath: string;
      readonly kind: "query" | "mutation" | "action";
      readonly argsJson: string;
      /** Subject of the verified identity with which it runs; null for an anonymous caller. */
      readonly caller: string | null;
    }
  /** A syscall that matters to the handoff; `resultJson` is its answer. */
  | { readonly type: "syscall"; readonly execution: string; readonly op: string; readonly resultJson: string }
  | {
      readonly type: "return";
      readonly execution: string;
      readonly functionPath: string;
      readonly outcome: "success" | "failure";
      /** The value as Convex JSON, or the error text. */
      readonly result: string;
      readonly rowsRead: number;
      readonly rowsWritten: number;
      /** What it wrote to its console: `[LOG] 'text'`. Cut at 64 KiB in all; left out when it wrote nothing. */
      readonly logLines?: readonly string[];
    };

/** One message of the handoff. `at` is milliseconds since the epoch, with a fraction; `id` is unique within a run. */
export type Hop = {
  readonly id: string;
  readonly at: number;
  readonly from: Participant;
  readonly to: Participant;
  readonly content: HopContent;
  readonly tokens: readonly CarriedToken[];
};

/** Called by a realm for each hop, in the order in which it sent or received them. */
export type HopRecorder = (hop: Hop) => void;

/** The longest body or frame that a hop keeps, in UTF-16 units; what is longer ends in an ellipsis. */
const HOP_TEXT_LIMIT = 65_536;

/** Keeps of a list of lines what a hop holds in all. */
export function hopLines(lines: readonly string[]): readonly string[] {
  let left = HOP_TEXT_LIMIT;
  const kept: string[] = [];
  for (const line of lines) {
    if (line.length > left) return [...kept, `${line.slice(0, left)}…`];
    kept.push(line);
    left -= line.length;
  }
  return kept;
}

/** Cuts a text to what a hop keeps. */
export function hopText(text: string): string {
  return text.length > HOP_TEXT_LIMIT ? `${text.slice(0, HOP_TEXT_LIMIT)}…` : text;
}
