/**
 * The way to a script's server: requests to the API, from the client half and from others, are handed to the server
 * half's worker, and its answers handed back. Runs in the page, parses what either side says, and records every hop.
 */
import type { Clock, Timers } from "../base/clock.ts";
import type { NetworkPort } from "../network/network-port.ts";
import { hopText, type CarriedToken, type Hop, type HopContent, type Participant } from "../wire/handoff.ts";
import {
  headerValue,
  parseNetworkCall,
  type HttpRequest,
  type HttpResponse,
  type NetworkCall,
  type NetworkEvent,
} from "../wire/network.ts";
import { API_HOST } from "../wire/script.ts";
import { listenGuarded } from "../base/guarded-port.ts";

export type RelayCaller = Extract<Participant, "app" | "stranger">;

/** A request that crossed, as the relay saw it. */
export type RelayedRequest = {
  readonly from: RelayCaller;
  readonly method: string;
  readonly url: string;
  /** Value of the `authorization` header; null when there is none. */
  readonly authorization: string | null;
};

export type RelayParts = {
  /** The port at whose other end the server half answers. */
  readonly server: NetworkPort;
  readonly clock: Clock & Timers;
  readonly record: (hop: Hop) => void;
  /** A caller sends more than anybody means to send, and is heard no more. */
  readonly onFlood: () => void;
};

/** A half sends 200 a second at most; whoever sends more has got hold of its port. */
const CALLS_PER_SECOND = 2000;

/** The longest wait for the server half to answer. */
const ANSWER_LIMIT_MS = 3000;

let lastHop = 0;

export class Relay {
  readonly #parts: RelayParts;
  readonly #ports: MessagePort[] = [];
  /** Every request so far, oldest first. */
  readonly requests: RelayedRequest[] = [];

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** Answers the calls that come in on a caller's port until the relay is closed. */
  connect(port: MessagePort, from: RelayCaller): void {
    this.#ports.push(port);
    const send = (event: NetworkEvent): void => port.postMessage(event);
    listenGuarded(port, {
      timers: this.#parts.clock,
      mostPerSecond: CALLS_PER_SECOND,
      parse: parseNetworkCall,
      take: (call) => this.#receive(call, from, send),
      onFlood: this.#parts.onFlood,
    });
  }

  /** Rejects when the server half could not answer at all. */
  async request(from: RelayCaller, request: HttpRequest): Promise<HttpResponse> {
    if (!URL.canParse(request.url) || new URL(request.url).host !== API_HOST) {
      throw new Error(`${API_HOST} does not answer for this URL`);
    }
    const authorization = headerValue(request.headers, "authorization");
    const { method, url } = request;
    this.requests.push({ from, method, url, authorization });
    const exchange = this.#record(
      from,
      "server",
      (id) => ({ type: "request", exchange: id, method, url, body: shownBody(request.body) }),
      carriedTokens(authorization),
    );
    const response = await this.#limited(this.#parts.server.request(request));
    this.#record("server", from, () => ({
      type: "response",
      exchange,
      status: response.status,
      body: shownBody(response.body),
    }));
    return response;
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }

  #receive(call: NetworkCall, from: RelayCaller, send: (event: NetworkEvent) => void): void {
    switch (call.type) {
      case "request": {
        const { exchange } = call;
        this.request(from, call).then(
          ({ status, headers, body }) =>
            send({
              type: "response",
              exchange,
              status,
              headers: headers.map(([name, value]): [string, string] => [name, value]),
              body: body instanceof Uint8Array ? new Uint8Array(body) : body,
            }),
          (error: unknown) => send({ type: "failed", exchange, message: (error as Error).message }),
        );
        return;
      }
      case "open":
        send({ type: "closed", socket: call.socket, code: 1006, reason: "" });
        return;
      case "send":
      case "close":
        return; // No socket is ever open.
      default:
        call satisfies never;
    }
  }

  /** Returns the hop's id. */
  #record(
    from: Participant,
    to: Participant,
    content: (id: string) => HopContent,
    tokens: readonly CarriedToken[] = [],
  ): string {
    const id = `s${++lastHop}`;
    this.#parts.record({ id, at: this.#parts.clock.now(), from, to, content: content(id), tokens });
    return id;
  }

  #limited<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#parts.clock.after(ANSWER_LIMIT_MS, () =>
        reject(new Error(`The server did not answer within ${ANSWER_LIMIT_MS / 1000} s`)),
      );
      work.then(resolve, reject).finally(cancel);
    });
  }
}

function shownBody(body: HttpRequest["body"]): string | null {
  if (body === null) return null;
  return hopText(typeof body === "string" ? body : new TextDecoder().decode(body));
}

/** Whoever verifies it does so in the learner's own code: here it is only carried. */
function carriedTokens(authorization: string | null): readonly CarriedToken[] {
  const jwt = bearerToken(authorization);
  return jwt === null ? [] : [{ jwt, verification: { status: "unverified" } }];
}

/** What stands after `Bearer`; null when it has not the form of a token. */
export function bearerToken(authorization: string | null): string | null {
  return /^Bearer\s+([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? "")?.[1] ?? null;
}
