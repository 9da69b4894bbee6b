/**
 * One socket of the sync protocol.
 *
 *   open ──Connect──▶ connected ──Authenticate, ModifyQuerySet, Mutation, Action──▶ connected ──▶ ended
 *
 * Messages are obeyed one after another.
 */
import type { Clock, Timers } from "../../base/clock.ts";
import type { HopContent } from "../../wire/handoff.ts";
import {
  decodeTimestamp,
  parseClientMessage,
  type AuthenticateMessage,
  type ClientMessage,
  type ConnectMessage,
  type FunctionCallMessage,
  type ModifyQuerySetMessage,
} from "../../wire/sync-protocol.ts";
import { IDENTITY_EXPIRED } from "../authentication/refusal.ts";
import type { Authenticator } from "../authentication/verify.ts";
import type { Database } from "../database/database.ts";
import type { FunctionCalls } from "../functions/calls.ts";
import type { Caller } from "../functions/execution.ts";
import { Credentials, type TokenReport } from "./credentials.ts";
import type { MutationLedger } from "./mutation-ledger.ts";
import { Outbox, type Socket } from "./outbox.ts";
import { actionResponse, mutationFailed, mutationSucceeded } from "./responses.ts";
import { Transitions } from "./transitions.ts";

export type SessionSeams = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly calls: FunctionCalls;
  readonly ledger: MutationLedger;
  /** Where the hops of the session's function calls go. */
  readonly record: ((content: HopContent) => void) | null;
};

type Message = Exclude<ClientMessage, { type: "Event" }>;

export class SyncSession {
  readonly #seams: SessionSeams;
  readonly #outbox: Outbox;
  readonly #credentials: Credentials;
  readonly #transitions: Transitions;
  readonly #inbox: { readonly message: Message; readonly report: TokenReport }[] = [];
  #isObeying = false;
  #hasEnded = false;
  #connect: ConnectMessage | null = null;
  #mutations: Promise<void> = Promise.resolve();

  /** `clientVersion` is what the socket's URL says of the client: the version of its npm package. */
  constructor(socket: Socket, seams: SessionSeams, clientVersion: string) {
    this.#seams = seams;
    this.#credentials = new Credentials(seams.authenticator);
    this.#outbox = new Outbox(socket, seams.clock, seams.timers, joinsChunks(clientVersion));
    this.#transitions = new Transitions({
      ...seams,
      caller: () => this.#caller(),
      send: (message) => this.#send(message),
      requestName: (request) => this.#requestName(request),
    });
  }

  receive(text: string, report: TokenReport): void {
    const message = parseClientMessage(text);
    if (message.type !== "Authenticate") report([]);
    if (message.type === "Event" || this.#hasEnded) return;
    if (message.type === "Invalid") this.#fail(`Received Invalid JSON on websocket: ${message.reason}`);
    else this.#inbox.push({ message, report });
    if (!this.#isObeying) void this.#obeyAll();
  }

  /** The socket is gone. */
  ended(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#outbox.stop();
    this.#transitions.stop();
    for (const { message, report } of this.#inbox) if (message.type === "Authenticate") report([]);
  }

  /** Functions, schema or providers have been replaced. */
  functionsChanged(): void {
    this.#transitions.runAll();
  }

  async #obeyAll(): Promise<void> {
    this.#isObeying = true;
    // What has arrived already goes into the same transition.
    this.#transitions.hold();
    for (;;) {
      const next = this.#inbox.shift();
      if (next === undefined || this.#hasEnded) break;
      try {
        await this.#obey(next.message, next.report);
      } catch {
        // A fault of ours; the product ends the socket too, and the client comes back.
        this.#end(1011, "InternalServerError");
      }
    }
    this.#isObeying = false;
    this.#transitions.release();
  }

  async #obey(message: Message, report: TokenReport): Promise<void> {
    if (message.type !== "Connect" && this.#connect === null) {
      this.#fail("Received a message before Connect");
      return;
    }
    switch (message.type) {
      case "Connect":
        this.#obeyConnect(message);
        return;
      case "Authenticate":
        await this.#authenticate(message, report);
        return;
      case "ModifyQuerySet":
        this.#modifyQuerySet(message);
        return;
      case "Mutation":
      case "Action":
        this.#call(message);
        return;
      default:
        message satisfies never;
    }
  }

  #obeyConnect(message: ConnectMessage): void {
    const { maxObservedTimestamp, clientTs = null } = message;
    const observed =
      maxObservedTimestamp === undefined || maxObservedTimestamp === null
        ? 0n
        : decodeTimestamp(maxObservedTimestamp);
    if (observed === null || observed > this.#seams.database.snapshot.ts) {
      // A client that has seen the future: the product takes this for an internal error.
      this.#end(1011, "InternalServerError");
      return;
    }
    this.#connect = message;
    this.#transitions.clockSkew = clientTs === null ? null : clientTs - this.#seams.clock.now();
  }

  async #authenticate(message: AuthenticateMessage, report: TokenReport): Promise<void> {
    if (!this.#isAt(message.baseVersion, this.#transitions.identity)) return report([]);
    const refusal = await this.#credentials.present(message, report);
    if (refusal === null) return this.#transitions.identityChanged();
    const { how } = refusal;
    switch (how) {
      case "refused":
        return this.#refuse(refusal.message, true);
      case "unreadable":
        return this.#fail(`Received Invalid JSON on websocket: ${refusal.message}`);
      case "internal":
        return this.#end(1011, "InternalServerError");
      default:
        how satisfies never;
    }
  }

  #modifyQuerySet(message: ModifyQuerySetMessage): void {
    if (!this.#isAt(message.baseVersion, this.#transitions.querySet)) return;
    // A client counts on; one that does not is taken for a fault, as in the product.
    if (message.newVersion <= message.baseVersion) return this.#end(1011, "InternalServerError");
    this.#transitions.modify(message.newVersion, message.modifications);
  }

  #isAt(baseVersion: number, current: number): boolean {
    if (baseVersion === current) return true;
    this.#fail(`Base version ${baseVersion} passed up doesn't match the current version ${current}`);
    return false;
  }

  #call(message: FunctionCallMessage): void {
    const caller = this.#caller();
    if (caller === null) return;
    if (message.type === "Mutation") {
      this.#mutations = this.#mutations.then(() => this.#mutate(message, caller));
    } else {
      void this.#act(message, caller);
    }
  }

  async #mutate({ requestId, udfPath, args }: FunctionCallMessage, caller: Caller): Promise<void> {
    const { ledger, calls } = this.#seams;
    const name = this.#requestName(requestId);
    const earlier = await ledger.find(name);
    if (earlier !== undefined && earlier !== null) {
      this.#send(mutationSucceeded(requestId, earlier));
      return this.#transitions.owe();
    }
    const entry = ledger.begin(name);
    const outcome = await calls.mutation({ path: udfPath, kind: "mutation", args, caller }, (done, ts) => {
      const committed = { resultJson: done.resultJson, logLines: done.logLines, ts };
      entry.committed(committed);
      // At the commit itself, so that no transition can show the write before the client knows its timestamp.
      this.#send(mutationSucceeded(requestId, committed));
      this.#transitions.isOwed = true;
    });
    if (!outcome.ok) {
      entry.failed();
      this.#send(await mutationFailed(requestId, name, outcome));
    }
    this.#transitions.owe();
  }

  async #act({ requestId, udfPath, args }: FunctionCallMessage, caller: Caller): Promise<void> {
    const outcome = await this.#seams.calls.action({ path: udfPath, kind: "action", args, caller });
    this.#send(await actionResponse(requestId, this.#requestName(requestId), outcome));
    this.#transitions.owe();
  }

  /** Who calls now; `null` when the token has run out, which ends the session. Nobody looks at it before. */
  #caller(): Caller | null {
    if (this.#credentials.hasExpired) {
      this.#refuse(IDENTITY_EXPIRED, false);
      return null;
    }
    return { ...this.#credentials.caller, record: this.#seams.record };
  }

  #requestName(request: number | string): string {
    return `${this.#connect?.sessionId ?? ""}|${request}`;
  }

  #refuse(error: string, authUpdateAttempted: boolean): void {
    this.#send({
      type: "AuthError",
      error,
      baseVersion: this.#transitions.version.identity,
      authUpdateAttempted,
    });
    this.#end(1005, "");
  }

  #fail(error: string): void {
    this.#send({ type: "FatalError", error });
    this.#end(1005, "");
  }

  #send(message: Parameters<Outbox["send"]>[0]): void {
    if (!this.#hasEnded) this.#outbox.send(message);
  }

  #end(code: number, reason: string): void {
    if (this.#hasEnded) return;
    this.ended();
    this.#outbox.close(code, reason);
  }
}

/** Clients put the parts of a long transition together since npm 1.28.0. */
function joinsChunks(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 28);
}
