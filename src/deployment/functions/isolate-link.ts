/**
 * The line to the isolate. It can break at any time: learner code may hold the thread for ever, or lie. Every reply is
 * parsed, and one that names nothing that is under way is dropped.
 */
import { parseIsolateReply, type IsolateCommand, type IsolateReply } from "../../wire/syscall.ts";
import { deferred, type Deferred } from "../../base/deferred.ts";

/** The part of a MessagePort that is needed. */
export type IsolatePort = {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};

export type ReplyListener = (reply: IsolateReply) => void;

/** Beyond this a reply is not worth reading: values are limited to 16 MiB, which is less than this as text. */
const MAX_TEXT_LENGTH = 64 * 1024 * 1024;

export class IsolateLink {
  #port: IsolatePort | null = null;
  #connected: Deferred<void> = deferred();
  readonly #onReply: ReplyListener;

  constructor(onReply: ReplyListener) {
    this.#onReply = onReply;
  }

  connect(port: IsolatePort): void {
    this.disconnect();
    this.#port = port;
    port.onmessage = ({ data }) => {
      // A replaced isolate may still have messages under way.
      if (this.#port !== port) return;
      const reply = parseIsolateReply(data);
      if (reply !== null && textLength(reply) <= MAX_TEXT_LENGTH) this.#onReply(reply);
    };
    this.#connected.resolve();
  }

  disconnect(): void {
    if (this.#port === null) return;
    this.#port.onmessage = null;
    this.#port = null;
    this.#connected = deferred();
  }

  get isConnected(): boolean {
    return this.#port !== null;
  }

  /** Settles when there is an isolate. */
  get connected(): Promise<void> {
    return this.#port === null ? this.#connected.promise : Promise.resolve();
  }

  send(command: IsolateCommand): void {
    this.#port?.postMessage(command);
  }
}

function textLength(reply: IsolateReply): number {
  switch (reply.type) {
    case "syscall":
      return reply.argsJson.length + reply.op.length;
    case "returned":
      return reply.outcome.status === "success"
        ? reply.outcome.resultJson.length
        : reply.outcome.message.length +
            (reply.outcome.dataJson?.length ?? 0) +
            (reply.outcome.stack?.length ?? 0);
    case "log":
      return reply.line.length;
    case "loaded":
      return (
        (reply.schemaJson?.length ?? 0) + (reply.authConfigJson?.length ?? 0) + (reply.cronsJson?.length ?? 0)
      );
    case "evaluating":
    case "pong":
    case "loop":
      return 0;
    default:
      reply satisfies never;
      return 0;
  }
}
