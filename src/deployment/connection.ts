/** One client's network port: HTTP exchanges and sockets, each recorded as hops. */
import type { HopBatch } from "../wire/issuer.ts";
import { hopText, type HopContent } from "../wire/handoff.ts";
import { parseNetworkCall, type NetworkCall, type NetworkEvent } from "../wire/network.ts";
import { answerRequest } from "./http/api.ts";
import { HopJournal } from "./hops.ts";
import { SyncSession, type SessionSeams } from "./sync/session.ts";
import type { HttpSeams } from "./http/api.ts";
import type { Hop } from "../wire/handoff.ts";

/** The part of a MessagePort that is needed. */
export type PortLike = {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
};

export type ConnectionSeams = Omit<SessionSeams, "record"> & Omit<HttpSeams, "record">;

type OpenSocket = { readonly session: SyncSession; readonly name: string };

/** All clients of `npm run serve` share one connection. */
const MAX_SOCKETS = 2048;

export class Connection {
  readonly #number: number;
  readonly #port: PortLike;
  readonly #seams: ConnectionSeams;
  readonly #journal: HopJournal | null;
  readonly #sockets = new Map<number, OpenSocket>();
  #exchanges = 0;
  #opened = 0;

  /** `number` tells this connection from others of the deployment. `hops` receives a {@link HopBatch} for what crosses the port and for the function calls that follow. */
  constructor(
    number: number,
    port: PortLike,
    hops: Pick<PortLike, "postMessage"> | null,
    seams: ConnectionSeams,
  ) {
    this.#number = number;
    this.#port = port;
    this.#seams = seams;
    this.#journal = hops === null ? null : new HopJournal(number, inBatches(hops), seams.clock);
    port.onmessage = ({ data }) => {
      const call = parseNetworkCall(data);
      if (call !== null) this.#obey(call);
    };
  }

  functionsChanged(): void {
    for (const { session } of this.#sockets.values()) session.functionsChanged();
  }

  close(): void {
    for (const [socket, { session }] of this.#sockets) {
      session.ended();
      this.#closed(socket, 1001, "");
    }
    this.#port.onmessage = null;
  }

  #obey(call: NetworkCall): void {
    switch (call.type) {
      case "request":
        void this.#answer(call);
        return;
      case "open":
        this.#open(call.socket, call.url);
        return;
      case "send":
        this.#receive(call.socket, call.text);
        return;
      case "close":
        this.#sockets.get(call.socket)?.session.ended();
        this.#closed(call.socket, call.code ?? 1005, call.reason);
        return;
      default:
        call satisfies never;
    }
  }

  async #answer(call: Extract<NetworkCall, { type: "request" }>): Promise<void> {
    const exchange = `x${this.#number}.${++this.#exchanges}`;
    const body = typeof call.body === "string" ? hopText(call.body) : null;
    const { method, url } = call;
    const report = this.#journal?.hold("client", "deployment", {
      type: "request",
      exchange,
      method,
      url,
      body,
    });
    if (!URL.canParse(url)) {
      report?.([]);
      this.#post({ type: "failed", exchange: call.exchange, message: "not a URL" });
      return;
    }
    const response = await answerRequest(
      call,
      { ...this.#seams, record: this.#record },
      report ?? (() => {}),
    );
    const text = typeof response.body === "string" ? hopText(response.body) : null;
    this.#journal?.add("deployment", "client", {
      type: "response",
      exchange,
      status: response.status,
      body: text,
    });
    const headers = response.headers.map(([name, value]): [string, string] => [name, value]);
    this.#post({
      type: "response",
      exchange: call.exchange,
      status: response.status,
      headers,
      body: response.body as string | Uint8Array<ArrayBuffer> | null,
    });
  }

  #open(socket: number, url: string): void {
    const version = URL.canParse(url) ? clientVersion(new URL(url).pathname) : null;
    if (version === null || this.#sockets.has(socket) || this.#sockets.size >= MAX_SOCKETS) {
      this.#post({ type: "closed", socket, code: 1006, reason: "" });
      return;
    }
    const name = `s${this.#number}.${++this.#opened}`;
    const session = new SyncSession(
      {
        send: (text) => {
          this.#journal?.add("deployment", "client", { type: "frame", socket: name, text: hopText(text) });
          this.#post({ type: "message", socket, text });
        },
        close: (code, reason) => this.#closed(socket, code, reason),
      },
      { ...this.#seams, record: this.#record },
      version,
    );
    this.#sockets.set(socket, { session, name });
    this.#journal?.add("client", "deployment", { type: "socket-opened", socket: name, url });
    this.#post({ type: "opened", socket });
  }

  #receive(socket: number, text: string): void {
    const open = this.#sockets.get(socket);
    if (open === undefined) return;
    const content: HopContent = { type: "frame", socket: open.name, text: hopText(text) };
    const report = this.#journal?.hold("client", "deployment", content) ?? (() => {});
    open.session.receive(text, report);
  }

  #closed(socket: number, code: number, reason: string): void {
    const open = this.#sockets.get(socket);
    if (open === undefined) return;
    this.#sockets.delete(socket);
    this.#journal?.add("deployment", "client", { type: "socket-closed", socket: open.name, code, reason });
    this.#post({ type: "closed", socket, code, reason });
  }

  /** Calls go to the function, everything else comes from it. */
  readonly #record = (content: HopContent): void => {
    if (content.type === "call") this.#journal?.add("deployment", "function", content);
    else this.#journal?.add("function", "deployment", content);
  };

  #post(event: NetworkEvent): void {
    this.#port.postMessage(event);
  }
}

/**
 * Of the client, as the path of its socket has it: `/api/1.48.0/sync`. Clients that are no npm package ask for `/api/sync`.
 * `null` when that is no path of the sync protocol.
 */
function clientVersion(pathname: string): string | null {
  const found = /^\/api\/(?:([^/]+)\/)?sync$/.exec(pathname);
  return found === null ? null : (found[1] ?? "");
}

/** One message per turn instead of one per hop. */
function inBatches(port: Pick<PortLike, "postMessage">): (hop: Hop) => void {
  let batch: Hop[] = [];
  return (hop) => {
    batch.push(hop);
    if (batch.length > 1) return;
    queueMicrotask(() => {
      port.postMessage({ hops: batch } satisfies HopBatch);
      batch = [];
    });
  };
}
