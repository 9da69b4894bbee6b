import { failure, success, type Result } from "../base/result.ts";
import type { HttpResponse } from "../wire/network.ts";
import {
  AUTHENTICATION_INVALID,
  ORGANIZATION_NOT_FOUND,
  sessionNotFound,
  SIGNED_OUT,
  templateNotFound,
  type ClerkFault,
} from "./clerk-error.ts";
import type { Session } from "./client-state.ts";
import { jsonResponse } from "./json-response.ts";
import { sessionResource, tokenResource } from "./resources/session.ts";
import { activeBelonging, belongings, type Belonging } from "./organizations.ts";
import { refuse, withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import { issueSessionToken } from "./session-token.ts";
import { issueTemplateToken } from "./template-token.ts";

export const getSession: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) => withClient(context, await describeActive(context, session)));

/** `setActive()`: makes the session the one in use, and the organization the one in which the person works. */
export const touchSession: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) => {
    const wanted = wantedOrganization(context, session, "active_organization_id");
    if (!wanted.ok) return refuse(context, wanted.error);
    session.organizationId = wanted.value?.organization.id ?? null;
    context.client.touch(session, context.now);
    return withClient(context, await describeActive(context, session));
  });

/** Ends one session; its tokens live on until they expire, as Clerk's do. */
export function closeSession(status: "ended" | "removed"): RouteAnswer {
  return (context, [id = ""]) =>
    whenActive(context, id, (session) => {
      context.client.closeSession(session, status, context.now);
      return withClient(context, sessionResource(context.state, session, null, context.now));
    });
}

export const issueToken: RouteAnswer = (context, [id = ""]) =>
  whenActive(context, id, async (session) => {
    const { state, origin } = context;
    const wanted = wantedOrganization(context, session, "organization_id");
    if (!wanted.ok) return refuse(context, wanted.error);
    const token = await issueSessionToken(state, session, { origin, organization: wanted.value });
    return jsonResponse(200, tokenResource(token));
  });

export const issueTokenOfTemplate: RouteAnswer = (context, [id = "", name = ""]) =>
  whenActive(context, id, async (session) => {
    const { state, origin } = context;
    const template = state.templates.find((candidate) => candidate.name === name);
    if (template === undefined) return refuse(context, templateNotFound(name));
    const wanted = wantedOrganization(context, session, "organization_id");
    if (!wanted.ok) return refuse(context, wanted.error);
    const request = { account: session.account, belonging: wanted.value, origin };
    return jsonResponse(200, tokenResource(await issueTemplateToken(state, request, template)));
  });

/** What a field names; empty is the personal account, no field at all is where the session is. */
function wantedOrganization(
  { state, form }: RouteContext,
  session: Session,
  field: string,
): Result<Belonging | null, ClerkFault> {
  const wanted = form.get(field);
  if (wanted === null) return success(activeBelonging(state.organizations, session));
  if (wanted === "") return success(null);
  const all = belongings(state.organizations, session.account);
  const found = all.find(({ organization }) => organization.id === wanted || organization.slug === wanted);
  return found === undefined ? failure(ORGANIZATION_NOT_FOUND) : success(found);
}

async function describeActive({ state, tokenOf, now }: RouteContext, session: Session) {
  return sessionResource(state, session, await tokenOf(session), now);
}

async function whenActive(
  context: RouteContext,
  id: string,
  answer: (session: Session) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const found = findActive(context, id);
  return found.ok ? answer(found.value) : refuse(context, found.error);
}

function findActive({ client, now }: RouteContext, id: string): Result<Session, ClerkFault> {
  const active = client.activeSessions(now);
  const session = client.findSession(id);
  if (session === null) return failure(active.length === 0 ? AUTHENTICATION_INVALID : sessionNotFound(id));
  return active.includes(session) ? success(session) : failure(SIGNED_OUT);
}
