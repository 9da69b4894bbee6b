/**
 * The Backend API, as far as servers of lessons and their tests need it: `@clerk/backend` and `@clerk/testing` ask it
 * with the instance's secret key. Bodies are JSON. At Clerk it is another host, `api.clerk.com`.
 */
import * as v from "valibot";
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import {
  faultResponse,
  parameterMissing,
  ROUTE_NOT_FOUND,
  SECRET_KEY_INVALID,
  sessionNotFound,
  SIGN_IN_TOKEN_NOT_FOUND,
  templateNotFound,
  userNotFound,
  type ClerkFault,
} from "./clerk-error.ts";
import type { Session } from "./client-state.ts";
import { bodyText, headerOf } from "./frontend-request.ts";
import { createIdentifier } from "./identifiers.ts";
import type { InstanceState } from "./instance-state.ts";
import { jsonResponse } from "./json-response.ts";
import { jwks } from "./jwks.ts";
import { activeBelonging, belongings } from "./organizations.ts";
import { findAccount, type Account } from "./people.ts";
import { backendSessionResource, backendUserResource, signInTokenResource } from "./resources/backend.ts";
import { membershipResource, page } from "./resources/organization.ts";
import { tokenResource } from "./resources/session.ts";
import { matchRoute, type Route } from "./routing.ts";
import { createSignInToken, TICKET_LIFETIME_SECONDS } from "./sign-in-tokens.ts";
import { issueTemplateToken } from "./template-token.ts";

type BackendContext = {
  readonly state: InstanceState;
  readonly query: URLSearchParams;
  /** Null for what is not a JSON object. */
  readonly body: unknown;
  readonly now: number;
};
type BackendAnswer = (
  context: BackendContext,
  segments: readonly string[],
) => HttpResponse | Promise<HttpResponse>;

const ROUTES: readonly Route<BackendAnswer>[] = [
  {
    method: "GET",
    pattern: "/v1/jwks",
    answer: ({ state }) =>
      jsonResponse(200, jwks([state.keys, ...state.formerKeys].map(({ publicJwk }) => publicJwk))),
  },
  {
    method: "GET",
    pattern: "/v1/users",
    answer: ({ state, query }) => jsonResponse(200, wantedUsers(state, query).map(backendUserResource)),
  },
  {
    method: "GET",
    pattern: "/v1/users/count",
    answer: ({ state, query }) =>
      jsonResponse(200, { object: "total_count", total_count: wantedUsers(state, query).length }),
  },
  {
    method: "GET",
    pattern: "/v1/users/:user",
    answer: (context, [id = ""]) =>
      withUser(context, id, (account) => jsonResponse(200, backendUserResource(account))),
  },
  {
    method: "GET",
    pattern: "/v1/users/:user/organization_memberships",
    answer: (context, [id = ""]) =>
      withUser(context, id, (account) => {
        const data = belongings(context.state.organizations, account).map(membershipResource);
        return jsonResponse(200, { data, total_count: data.length });
      }),
  },
  {
    method: "GET",
    pattern: "/v1/sessions",
    answer: ({ state, query, now }) => {
      const user = query.get("user_id");
      const all = state.clients
        .sessions(now)
        .filter(({ account }) => user === null || account.person.id === user);
      return jsonResponse(200, page(all.map(backendSessionResource), query));
    },
  },
  {
    method: "GET",
    pattern: "/v1/sessions/:session",
    answer: (context, [id = ""]) =>
      withSession(context, id, (session) => jsonResponse(200, backendSessionResource(session))),
  },
  {
    method: "POST",
    pattern: "/v1/sessions/:session/revoke",
    answer: (context, [id = ""]) =>
      withSession(context, id, (session) => {
        context.state.clients.revoke((other) => other === session, context.now);
        return jsonResponse(200, backendSessionResource(session));
      }),
  },
  {
    method: "POST",
    pattern: "/v1/sessions/:session/tokens/:template",
    answer: (context, [id = "", name = ""]) =>
      withSession(context, id, async (session) => {
        const { state } = context;
        const template = state.templates.find((candidate) => candidate.name === name);
        if (template === undefined) return refuse(context, templateNotFound(name));
        const belonging = activeBelonging(state.organizations, session);
        const request = { account: session.account, belonging, origin: state.options.appOrigin };
        return jsonResponse(200, tokenResource(await issueTemplateToken(state, request, template)));
      }),
  },
  { method: "POST", pattern: "/v1/sign_in_tokens", answer: makeSignInToken },
  {
    method: "POST",
    pattern: "/v1/sign_in_tokens/:token/revoke",
    answer: (context, [id = ""]) => {
      const { state, now } = context;
      const found = state.signInTokens.find((token) => token.id === id);
      if (found === undefined) return refuse(context, SIGN_IN_TOKEN_NOT_FOUND);
      if (found.status === "pending") Object.assign(found, { status: "revoked", updatedAt: now });
      return jsonResponse(200, signInTokenResource(found, state.issuer));
    },
  },
  {
    method: "POST",
    pattern: "/v1/testing_tokens",
    answer: ({ state, now }) => {
      const expires = Math.floor(now / 1000) + 3600;
      const token = createIdentifier("dvb", state.random).replace("dvb_", `${expires}-`);
      return jsonResponse(200, { object: "testing_token", token, expires_at: expires });
    },
  },
];

/** A server shows the secret key; a browser never has one. */
export function isBackendRequest(request: HttpRequest): boolean {
  return headerOf(request, "authorization")?.startsWith("Bearer sk_") ?? false;
}

export async function answerBackendRequest(
  state: InstanceState,
  request: HttpRequest,
): Promise<HttpResponse> {
  const context: BackendContext = {
    state,
    query: new URL(request.url).searchParams,
    body: parsedBody(request),
    now: Math.floor(state.clock.now()),
  };
  if (headerOf(request, "authorization") !== `Bearer ${state.secretKey}`)
    return refuse(context, SECRET_KEY_INVALID);
  const match = matchRoute(ROUTES, request.method.toUpperCase(), new URL(request.url).pathname);
  return match === null ? refuse(context, ROUTE_NOT_FOUND) : match.answer(context, match.segments);
}

const SignInTokenSchema = v.object({
  user_id: v.string(),
  expires_in_seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(315_360_000))),
});
function makeSignInToken(context: BackendContext): HttpResponse | Promise<HttpResponse> {
  const { state, body, now } = context;
  const parsed = v.safeParse(SignInTokenSchema, body);
  if (!parsed.success) return refuse(context, parameterMissing("user_id"));
  const { user_id: user, expires_in_seconds: lifetime = TICKET_LIFETIME_SECONDS } = parsed.output;
  return withUser(context, user, (account) => {
    const token = createSignInToken(account, lifetime, state.random, now);
    state.signInTokens = [...state.signInTokens, token];
    return jsonResponse(200, signInTokenResource(token, state.issuer));
  });
}

/** All, or those with one of the addresses. */
function wantedUsers({ accounts }: InstanceState, query: URLSearchParams): readonly Account[] {
  const addresses = [...query.getAll("email_address"), ...query.getAll("email_address[]")];
  if (addresses.length === 0) return accounts;
  return accounts.filter((account) => addresses.some((address) => findAccount([account], address) !== null));
}

function withUser(
  context: BackendContext,
  id: string,
  answer: (account: Account) => HttpResponse | Promise<HttpResponse>,
): HttpResponse | Promise<HttpResponse> {
  const account = context.state.accounts.find(({ person }) => person.id === id);
  return account === undefined ? refuse(context, userNotFound(id)) : answer(account);
}

function withSession(
  context: BackendContext,
  id: string,
  answer: (session: Session) => HttpResponse | Promise<HttpResponse>,
): HttpResponse | Promise<HttpResponse> {
  const session = context.state.clients.sessions(context.now).find((candidate) => candidate.id === id);
  return session === undefined ? refuse(context, sessionNotFound(id)) : answer(session);
}

function parsedBody({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(bodyText(body)) as unknown;
  } catch {
    return null;
  }
}

function refuse({ state }: BackendContext, fault: ClerkFault): HttpResponse {
  return faultResponse(fault, state.random);
}
