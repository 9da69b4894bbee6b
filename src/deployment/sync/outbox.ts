/** The sending side of one socket: messages to frames, long ones in chunks, a Ping when there was nothing to say. */
import type { Clock, Timers } from "../../base/clock.ts";
import type { ServerMessage } from "../../wire/sync-protocol.ts";

/** A client hangs up after 60 s without a message. */
const HEARTBEAT_MS = 15_000;
/** UTF-16 units; the product splits at 5 MB. */
const MAX_FRAME_LENGTH = 5_000_000;

/** What a session writes to. `close` without a code is what a browser reports as 1005. */
export type Socket = {
  send(text: string): void;
  close(code: number, reason: string): void;
};

export class Outbox {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #canJoin: boolean;
  #lastSentAt: number;
  #cancelHeartbeat: () => void;

  /** `canJoin`: whether the client puts the parts of a long transition together. */
  constructor(socket: Socket, clock: Clock, timers: Timers, canJoin: boolean) {
    this.#canJoin = canJoin;
    this.#socket = socket;
    this.#clock = clock;
    this.#timers = timers;
    this.#lastSentAt = clock.now();
    this.#cancelHeartbeat = timers.after(HEARTBEAT_MS, () => this.#beat());
  }

  send(message: ServerMessage): void {
    this.#lastSentAt = this.#clock.now();
    const text = JSON.stringify(message);
    if (text.length <= MAX_FRAME_LENGTH || message.type !== "Transition" || !this.#canJoin) {
      this.#socket.send(text);
      return;
    }
    const totalParts = Math.ceil(text.length / MAX_FRAME_LENGTH);
    for (let partNumber = 0; partNumber < totalParts; partNumber++) {
      const chunk = text.slice(partNumber * MAX_FRAME_LENGTH, (partNumber + 1) * MAX_FRAME_LENGTH);
      const transitionId = String(text.length);
      this.#socket.send(
        JSON.stringify({
          type: "TransitionChunk",
          chunk,
          partNumber,
          totalParts,
          transitionId,
        } satisfies ServerMessage),
      );
    }
  }

  close(code: number, reason: string): void {
    this.stop();
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#cancelHeartbeat();
  }

  #beat(): void {
    const quietMs = this.#clock.now() - this.#lastSentAt;
    if (quietMs >= HEARTBEAT_MS) this.send({ type: "Ping" });
    const waitMs = quietMs >= HEARTBEAT_MS ? HEARTBEAT_MS : HEARTBEAT_MS - quietMs;
    this.#cancelHeartbeat = this.#timers.after(waitMs, () => this.#beat());
  }
}
