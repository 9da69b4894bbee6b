/** The stand-in's end of a `wire/network.ts` port. */
import type { Timers } from "../base/clock.ts";
import { listenGuarded } from "../base/guarded-port.ts";
import {
  parseNetworkCall,
  type HttpRequest,
  type HttpResponse,
  type NetworkCall,
  type NetworkEvent,
} from "../wire/network.ts";
import { bodyText } from "./frontend-request.ts";
import type { ExchangeRecorder } from "./hops.ts";
import type { Instance } from "./instance.ts";

/** The realm of an app sends 200 a second at most; whoever sends more has got hold of its port. */
const CALLS_PER_SECOND = 5000;

type Answering = Pick<Instance, "host" | "respond">;

/**
 * Answers the calls that come in on `port` until it is closed, each by the instance whose host it names. `recorder` null = nothing is recorded. When more come than
 * anybody means to send, the port is closed and `onFlood` told.
 */
export function serveNetwork(
  port: MessagePort,
  instances: readonly Answering[],
  recorder: ExchangeRecorder | null,
  timers: Timers,
  onFlood: () => void,
): void {
  listenGuarded(port, {
    timers,
    mostPerSecond: CALLS_PER_SECOND,
    parse: parseNetworkCall,
    take: receive,
    onFlood,
  });

  function receive(call: NetworkCall): void {
    switch (call.type) {
      case "request":
        void answer(call.exchange, call);
        return;
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

  /** Never rejects for what a caller did; a fault of our own fails the exchange and then surfaces in the realm. */
  async function answer(exchange: number, request: HttpRequest): Promise<void> {
    const host = hostOf(request.url);
    const instance = instances.find((one) => one.host === host);
    if (instance === undefined) {
      const hosts = instances.map((one) => one.host).join(", ");
      send({ type: "failed", exchange, message: `${hosts} does not answer for this URL` });
      return;
    }
    const recorded = recorder?.request(request);
    try {
      const response = await instance.respond(request);
      if (recorded !== undefined) recorder?.response(recorded, response);
      send({ type: "response", exchange, ...copied(response) });
    } catch (fault) {
      send({ type: "failed", exchange, message: "The Clerk instance could not answer" });
      throw fault;
    }
  }

  function send(event: NetworkEvent): void {
    port.postMessage(event);
  }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/** Every body here is text. */
function copied({ status, headers, body }: HttpResponse) {
  const pairs = headers.map(([name, value]): [string, string] => [name, value]);
  return { status, headers: pairs, body: body === null ? null : bodyText(body) };
}
