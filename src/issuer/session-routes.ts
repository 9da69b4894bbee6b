import { failure, success, type Result } from "../base/result.ts";
import type { HttpResponse } from "../wire/network.ts";
import {
  AUTHENTICATION_INVALID,
  faultResponse,
  sessionNotFound,
  SIGNED_OUT,
  templateNotFound,
  type ClerkFault,
} from "./clerk-error.ts";
import type { Session } from "./client-state.ts";
import { jsonResponse } from "./json-response.ts";
import { sessionResource, tokenResource } from "./resources/session.ts";
import { withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import { issueTemplateToken } from "./template-token.ts";

export const getSession: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) => withClient(context, await describeActive(context, session)));

/** `setActive()`: makes the session the one in use. */
export const touchSession: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) => {
    context.state.client.touch(session, context.now);
    return withClient(context, await describeActive(context, session));
  });

/** Ends one session; its tokens live on until they expire, as Clerk's do. */
export function closeSession(status: "ended" | "removed"): RouteAnswer {
  return (context, [id = ""]) =>
    whenActive(context, id, (session) => {
      context.state.client.closeSession(session, status, context.now);
      return withClient(context, sessionResource(session, null, context.now));
    });
}

export const issueToken: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) =>
    jsonResponse(200, tokenResource(await context.tokenOf(session))),
  );

export const issueTokenOfTemplate: RouteAnswer = (context, [id = "", name = ""]) =>
  whenActive(context, id, async (session) => {
    const template = context.state.templates.find((candidate) => candidate.name === name);
    if (template === undefined) return faultResponse(templateNotFound(name), context.state.random);
    return jsonResponse(
      200,
      tokenResource(await issueTemplateToken(context.state, session.account, template)),
    );
  });

async function describeActive({ tokenOf, now }: RouteContext, session: Session) {
  return sessionResource(session, await tokenOf(session), now);
}

async function whenActive(
  context: RouteContext,
  id: string,
  answer: (session: Session) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const found = findActive(context, id);
  return found.ok ? answer(found.value) : faultResponse(found.error, context.state.random);
}

function findActive({ state, now }: RouteContext, id: string): Result<Session, ClerkFault> {
  const active = state.client.activeSessions(now);
  const session = state.client.findSession(id);
  if (session === null) return failure(active.length === 0 ? AUTHENTICATION_INVALID : sessionNotFound(id));
  return active.includes(session) ? success(session) : failure(SIGNED_OUT);
}
