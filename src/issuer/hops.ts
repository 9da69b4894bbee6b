/** Records what crosses a connection as hops: one for the request, one for its response. */
import type { Clock } from "../base/clock.ts";
import { hopText, type CarriedToken, type HopRecorder } from "../wire/handoff.ts";
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import { bodyText } from "./frontend-request.ts";

/** Who asks: the browser app, or the deployment or server that fetches the key set. */
export type Caller = "app" | "deployment" | "server";

export type ExchangeRecorder = {
  /** Returns the name of the exchange, for its response. */
  request(request: HttpRequest): string;
  response(exchange: string, response: HttpResponse): void;
};

/** `createHopId` gives each hop its own id; the id of a request also names its exchange. */
export function recordExchanges(
  caller: Caller,
  clock: Clock,
  createHopId: () => string,
  record: HopRecorder,
): ExchangeRecorder {
  return {
    request({ method, url, body }) {
      const id = createHopId();
      record({
        id,
        at: clock.now(),
        from: caller,
        to: "clerk",
        content: { type: "request", exchange: id, method, url, body: recordedBody(body) },
        tokens: [],
      });
      return id;
    },
    response(exchange, { status, body }) {
      record({
        id: createHopId(),
        at: clock.now(),
        from: "clerk",
        to: caller,
        content: { type: "response", exchange, status, body: recordedBody(body) },
        tokens: carriedTokens(bodyText(body)),
      });
    },
  };
}

function recordedBody(body: HttpRequest["body"]): string | null {
  return body === null ? null : hopText(bodyText(body));
}

/** Every token resource in a response, once each. */
function carriedTokens(body: string): readonly CarriedToken[] {
  const found = body.matchAll(/"jwt":"([\w-]+\.[\w-]+\.[\w-]+)"/g);
  const jwts = new Set(Array.from(found, ([, jwt = ""]) => jwt));
  return Array.from(jwts, (jwt) => ({ jwt, verification: { status: "unverified" } }));
}
