/** One end of a `wire/network.ts` port: numbers exchanges and sockets, hands each event to whoever waits for it. */
import {
  parseNetworkEvent,
  type HttpRequest,
  type HttpResponse,
  type NetworkEvent,
} from "../wire/network.ts";
import { listenGuarded, type PortGuard } from "../base/guarded-port.ts";
import { pacedPost, type Pacing } from "./paced-post.ts";
import { deferred, type Deferred } from "../base/deferred.ts";

/** What happens to one socket. Called in order, never from within `send` or `close`. */
type SocketListener = {
  opened(): void;
  message(text: string): void;
  closed(code: number, reason: string): void;
};

/** An open (or opening) socket as its owner drives it. */
export type SocketHandle = {
  send(text: string): void;
  close(code: number | null, reason: string): void;
};

/** The network as one stand-in offers it. */
export type NetworkPort = {
  /** Rejects with a plain Error when the stand-in could not answer at all. */
  request(request: HttpRequest): Promise<HttpResponse>;
  open(url: string, listener: SocketListener): SocketHandle;
};

/**
 * `postMessage` is bound at once: learner code may replace it on the prototype later. With a `guard` where learner code
 * is on the other side.
 */
export function networkPort(
  port: MessagePort,
  pacing: Pacing | null = null,
  guard: Pick<PortGuard<NetworkEvent>, "timers" | "mostPerSecond" | "onFlood"> | null = null,
): NetworkPort {
  const direct: (message: unknown) => void = port.postMessage.bind(port);
  const post = pacing === null ? direct : pacedPost(direct, pacing);
  const exchanges = new Map<number, Deferred<HttpResponse>>();
  const sockets = new Map<number, SocketListener>();
  let last = 0;

  if (guard === null) {
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const event = parseNetworkEvent(data);
      if (event !== null) deliver(event);
    };
  } else listenGuarded(port, { ...guard, parse: parseNetworkEvent, take: deliver });

  function deliver(event: NetworkEvent): void {
    switch (event.type) {
      case "response":
      case "failed": {
        const waiting = exchanges.get(event.exchange);
        exchanges.delete(event.exchange);
        if (event.type === "failed") waiting?.reject(new Error(event.message));
        else waiting?.resolve({ status: event.status, headers: event.headers, body: event.body });
        return;
      }
      case "opened":
        sockets.get(event.socket)?.opened();
        return;
      case "message":
        sockets.get(event.socket)?.message(event.text);
        return;
      case "closed": {
        const listener = sockets.get(event.socket);
        sockets.delete(event.socket);
        listener?.closed(event.code, event.reason);
        return;
      }
      default:
        event satisfies never;
    }
  }

  return {
    request({ method, url, headers, body }) {
      const exchange = ++last;
      const waiting = deferred<HttpResponse>();
      exchanges.set(exchange, waiting);
      post({ type: "request", exchange, method, url, headers, body });
      return waiting.promise;
    },
    open(url, listener) {
      const socket = ++last;
      sockets.set(socket, listener);
      post({ type: "open", socket, url });
      return {
        send: (text) => post({ type: "send", socket, text }),
        close: (code, reason) => post({ type: "close", socket, code, reason }),
      };
    },
  };
}
