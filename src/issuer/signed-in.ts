/** Routes for whoever is signed in: clerk-js names the session in the query, else it is the one in use. */
import type { HttpResponse } from "../wire/network.ts";
import { AUTHENTICATION_INVALID } from "./clerk-error.ts";
import type { Session } from "./client-state.ts";
import { refuse, type RouteAnswer, type RouteContext } from "./route-answer.ts";

export type SignedInAnswer = (
  context: RouteContext & { readonly session: Session },
  segments: readonly string[],
) => HttpResponse | Promise<HttpResponse>;

export function whenSignedIn(answer: SignedInAnswer): RouteAnswer {
  return (context, segments) => {
    const { client, query, now } = context;
    const id = query.get("_clerk_session_id") ?? client.lastActiveSessionId;
    const session = client.activeSessions(now).find((active) => active.id === id);
    return session === undefined
      ? refuse(context, AUTHENTICATION_INVALID)
      : answer({ ...context, session }, segments);
  };
}
