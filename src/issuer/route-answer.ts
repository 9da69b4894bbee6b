import type { HttpResponse } from "../wire/network.ts";
import type { ClientState } from "./client-state.ts";
import { faultResponse, type ClerkFault } from "./clerk-error.ts";
import type { InstanceState } from "./instance-state.ts";
import { jsonResponse, type Json } from "./json-response.ts";
import { clientResource } from "./resources/client.ts";
import type { TokenOfSession } from "./session-token.ts";

/** What a route is given. */
export type RouteContext = {
  readonly state: InstanceState;
  /** The browser that asks. */
  readonly client: ClientState;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** Of the app that asks. Claim: `azp`. */
  readonly origin: string;
  readonly tokenOf: TokenOfSession;
  /** When the request came in: whole milliseconds since the epoch. */
  readonly now: number;
};

/** Answers a request; `segments` are what took the place of `:name` in the route's pattern. */
export type RouteAnswer = (
  context: RouteContext,
  segments: readonly string[],
) => HttpResponse | Promise<HttpResponse>;

/** The envelope of a mutation: clerk-js replaces its whole client by the one that comes along. */
export async function withClient(
  { state, client, tokenOf, now }: RouteContext,
  response: Json,
): Promise<HttpResponse> {
  return jsonResponse(200, { response, client: await clientResource(state, client, tokenOf, now) });
}

export function refuse({ state }: Pick<RouteContext, "state">, fault: ClerkFault): HttpResponse {
  return faultResponse(fault, state.random);
}
