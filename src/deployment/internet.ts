/** The deployment's own way out: requests over a network port, to the issuer's documents. */
import type { Timers } from "../base/clock.ts";
import { deferred, type Deferred } from "../base/deferred.ts";
import { parseNetworkEvent, type HttpResponse } from "../wire/network.ts";
import type { Fetch } from "./authentication/discovery.ts";
import type { PortLike } from "./connection.ts";

const MAX_WAIT_MS = 10_000;

export class Internet {
  readonly #timers: Timers;
  readonly #waiting = new Map<number, Deferred<HttpResponse>>();
  #port: PortLike | null = null;
  #last = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  connect(port: PortLike): void {
    this.#port = port;
    port.onmessage = ({ data }) => {
      const event = parseNetworkEvent(data);
      if (event?.type === "response") {
        const { status, headers, body } = event;
        this.#take(event.exchange)?.resolve({ status, headers, body });
      } else if (event?.type === "failed") {
        this.#take(event.exchange)?.reject(new Error(event.message));
      }
    };
  }

  /** Rejects when nobody answers. */
  readonly fetch: Fetch = async ({ method, url, headers, body }) => {
    if (this.#port === null) throw new Error("There is no network.");
    const exchange = ++this.#last;
    const waiting = deferred<HttpResponse>();
    this.#waiting.set(exchange, waiting);
    const cancel = this.#timers.after(MAX_WAIT_MS, () =>
      this.#take(exchange)?.reject(new Error("No answer.")),
    );
    this.#port.postMessage({ type: "request", exchange, method, url, headers, body });
    try {
      return await waiting.promise;
    } finally {
      cancel();
    }
  };

  #take(exchange: number): Deferred<HttpResponse> | undefined {
    const waiting = this.#waiting.get(exchange);
    this.#waiting.delete(exchange);
    return waiting;
  }
}
