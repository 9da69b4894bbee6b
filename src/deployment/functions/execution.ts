/** One run of a function, as the deployment sees it. */
import type { HopContent } from "../../wire/handoff.ts";
import type { UserIdentity } from "../authentication/identity.ts";
import type { Stream } from "../database/stream.ts";
import type { Transaction } from "../database/transaction.ts";
import type { RegisteredFunction } from "./function-table.ts";

/** Who calls: what `ctx.auth.getUserIdentity()` answers, and where the hops of the call go. */
export type Caller = {
  readonly identity: UserIdentity | null;
  /** To a client only public functions exist; an admin is one who holds the deployment's key. */
  readonly from: "client" | "admin" | "function";
  /** How many functions called each other to come here; none for a client. */
  readonly depth?: number;
  readonly record: ((content: HopContent) => void) | null;
};

/** The outcome of a run. Texts are the product's, without the `[Request ID: …] Server Error` in front. */
export type FunctionOutcome = { readonly logLines: readonly string[] } & (
  | { readonly ok: true; readonly resultJson: string }
  | { readonly ok: false; readonly message: string; readonly dataJson: string | null }
);

export type Execution = {
  readonly id: number;
  readonly target: RegisteredFunction;
  readonly caller: Caller;
  /** `null` in an action. */
  readonly transaction: Transaction | null;
  readonly streams: Map<number, Stream>;
  readonly logLines: string[];
  /** Calls of other functions so far. */
  calls: number;
  settle(outcome: Settlement): void;
};

export type Settlement =
  | { readonly ok: true; readonly resultJson: string }
  | { readonly ok: false; readonly message: string; readonly dataJson: string | null };
