/**
 * What a client is told of its queries. One loop makes the transitions: it takes a snapshot, runs what is due, and sends
 * the difference; what changes meanwhile makes it go round again.
 */
import type { Clock } from "../../base/clock.ts";
import {
  encodeTimestamp,
  type ModifyQuerySetMessage,
  type ServerMessage,
  type StateVersion,
} from "../../wire/sync-protocol.ts";
import type { Database } from "../database/database.ts";
import type { RowChange } from "../database/read-set.ts";
import type { FunctionCalls } from "../functions/calls.ts";
import type { Caller } from "../functions/execution.ts";
import { QuerySet } from "./query-set.ts";
import { queryModification, resultText } from "./responses.ts";

type TransitionSeams = {
  readonly clock: Clock;
  readonly database: Database;
  readonly calls: FunctionCalls;
  /** Who asks now; null when the session has ended over it. */
  caller(): Caller | null;
  send(message: ServerMessage): void;
  requestName(request: string): string;
};

const START: StateVersion = { querySet: 0, identity: 0, ts: encodeTimestamp(0n) };

export class Transitions {
  readonly #seams: TransitionSeams;
  readonly #queries = new QuerySet();
  readonly #stopListening: () => void;
  /** The versions that the client's messages have reached. */
  querySet = 0;
  identity = 0;
  /** What the client has been brought to. */
  version = START;
  clockSkew: number | null = null;
  /** A transition must follow even if nothing has changed: a mutation's promise waits for it. */
  isOwed = false;
  #isDue = false;
  #isHeld = false;
  #isUnderWay = false;
  #hasEnded = false;
  #changesMeanwhile: RowChange[] = [];

  constructor(seams: TransitionSeams) {
    this.#seams = seams;
    this.#stopListening = seams.database.onCommit((changes) => {
      if (this.#isUnderWay) this.#changesMeanwhile.push(...changes);
      if (this.#queries.touch(changes)) this.#makeDue();
    });
  }

  stop(): void {
    this.#hasEnded = true;
    this.#stopListening();
  }

  modify(newVersion: number, modifications: ModifyQuerySetMessage["modifications"]): void {
    this.querySet = newVersion;
    this.#queries.modify(modifications);
    this.#makeDue();
  }

  identityChanged(): void {
    this.identity += 1;
    this.#makeDue();
  }

  /** Functions, schema or providers have been replaced. */
  runAll(): void {
    this.#queries.touchAll();
    this.#makeDue();
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#start();
  }

  owe(): void {
    this.isOwed = true;
    this.#makeDue();
  }

  #makeDue(): void {
    this.#isDue = true;
    this.#start();
  }

  #start(): void {
    if (this.#isDue && !this.#isUnderWay && !this.#isHeld && !this.#hasEnded) void this.#goWhileDue();
  }

  async #goWhileDue(): Promise<void> {
    this.#isUnderWay = true;
    while (this.#isDue && !this.#hasEnded) {
      this.#isDue = false;
      await this.#transition();
    }
    this.#isUnderWay = false;
  }

  async #transition(): Promise<void> {
    const caller = this.#seams.caller();
    if (caller === null) return;
    const { database, clock } = this.#seams;
    const isOwed = this.isOwed;
    this.isOwed = false;
    this.#changesMeanwhile = [];
    const snapshot = database.snapshot;
    const end = { querySet: this.querySet, identity: this.identity, ts: encodeTimestamp(snapshot.ts) };
    const removed = this.#queries.takeRemoved();
    const due = this.#queries.due(end.identity !== this.version.identity);
    for (const query of due) query.isStale = false;

    const results = await Promise.all(
      due.map(async (query) => {
        const call = { path: query.path, kind: "query", args: query.args, caller } as const;
        const { outcome, reads, journal } = await this.#seams.calls.query(call, snapshot, query.journal);
        query.reads = reads;
        query.journal = journal;
        const text = resultText(outcome);
        const isNew = query.sent !== text;
        query.sent = text;
        if (!isNew) return [];
        const name = this.#seams.requestName(`${query.queryId}|${end.ts}`);
        return [await queryModification(query.queryId, name, query.journal, outcome)];
      }),
    );
    if (this.#hasEnded) return;
    if (this.#queries.touch(this.#changesMeanwhile)) this.#isDue = true;
    const modifications = [
      ...removed.map((queryId) => ({ type: "QueryRemoved", queryId }) as const),
      ...results.flat(),
    ];
    const start = this.version;
    const hasMoved = end.querySet !== start.querySet || end.identity !== start.identity;
    if (modifications.length === 0 && !hasMoved && !isOwed) return;
    this.version = end;
    this.#seams.send({
      type: "Transition",
      startVersion: start,
      endVersion: end,
      modifications,
      clientClockSkew: this.clockSkew,
      serverTs: Math.floor(clock.now() * 1_000_000),
    });
  }
}
