/** The Frontend API and the two well-known documents: which request gets which answer. */
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import { answerBackendRequest, isBackendRequest } from "./backend-api.ts";
import { BROWSER_UNAUTHENTICATED, faultResponse, ROUTE_NOT_FOUND } from "./clerk-error.ts";
import { deleteClient, developerBrowser, getClient, removeSessions } from "./client-routes.ts";
import { discoveryDocument } from "./discovery-document.ts";
import { formField, headerOf, readFrontendRequest } from "./frontend-request.ts";
import type { InstanceState } from "./instance-state.ts";
import { jsonResponse } from "./json-response.ts";
import { jwks } from "./jwks.ts";
import { environmentResource } from "./resources/environment.ts";
import {
  changePassword,
  getMe,
  leaveOrganization,
  listMyMemberships,
  listSessions,
  revokeMySession,
  updateMe,
  updateMetadata,
} from "./me-routes.ts";
import {
  addMember,
  changeMember,
  createMyOrganization,
  deleteOrganization,
  dropMember,
  getOrganization,
  listMembers,
  listRoles,
  updateOrganization,
} from "./organization-routes.ts";
import { matchRoute, type Route } from "./routing.ts";
import {
  closeSession,
  getSession,
  issueToken,
  issueTokenOfTemplate,
  touchSession,
} from "./session-routes.ts";
import { attemptSignIn, createSignIn, getSignIn, prepareSignIn } from "./sign-in-routes.ts";
import { attemptSignUp, createSignUp, getSignUp, prepareSignUp, updateSignUp } from "./sign-up-routes.ts";
import { issueOnce } from "./session-token.ts";
import type { RouteAnswer } from "./route-answer.ts";

const getJwks: RouteAnswer = ({ state }) =>
  jsonResponse(200, jwks([state.keys, ...state.formerKeys].map(({ publicJwk }) => publicJwk)));
const getDiscovery: RouteAnswer = ({ state }) => jsonResponse(200, discoveryDocument(state.issuer));
const getEnvironment: RouteAnswer = ({ state }) => jsonResponse(200, environmentResource(state));

export const FRONTEND_ROUTES: readonly Route<RouteAnswer>[] = [
  { method: "GET", pattern: "/.well-known/jwks.json", answer: getJwks },
  { method: "GET", pattern: "/.well-known/openid-configuration", answer: getDiscovery },
  { method: "GET", pattern: "/v1/environment", answer: getEnvironment },
  { method: "PATCH", pattern: "/v1/environment", answer: getEnvironment },
  { method: "POST", pattern: "/v1/dev_browser", answer: developerBrowser },
  { method: "GET", pattern: "/v1/client", answer: getClient },
  { method: "POST", pattern: "/v1/client", answer: getClient },
  { method: "PUT", pattern: "/v1/client", answer: getClient },
  { method: "DELETE", pattern: "/v1/client", answer: deleteClient },
  { method: "POST", pattern: "/v1/client/sign_ins", answer: createSignIn },
  { method: "GET", pattern: "/v1/client/sign_ins/:signIn", answer: getSignIn },
  { method: "POST", pattern: "/v1/client/sign_ins/:signIn/prepare_first_factor", answer: prepareSignIn },
  { method: "POST", pattern: "/v1/client/sign_ins/:signIn/attempt_first_factor", answer: attemptSignIn },
  { method: "POST", pattern: "/v1/client/sign_ups", answer: createSignUp },
  { method: "GET", pattern: "/v1/client/sign_ups/:signUp", answer: getSignUp },
  { method: "PATCH", pattern: "/v1/client/sign_ups/:signUp", answer: updateSignUp },
  { method: "POST", pattern: "/v1/client/sign_ups/:signUp/prepare_verification", answer: prepareSignUp },
  { method: "POST", pattern: "/v1/client/sign_ups/:signUp/attempt_verification", answer: attemptSignUp },
  { method: "DELETE", pattern: "/v1/client/sessions", answer: removeSessions },
  { method: "GET", pattern: "/v1/client/sessions/:session", answer: getSession },
  { method: "POST", pattern: "/v1/client/sessions/:session/touch", answer: touchSession },
  { method: "POST", pattern: "/v1/client/sessions/:session/end", answer: closeSession("ended") },
  { method: "POST", pattern: "/v1/client/sessions/:session/remove", answer: closeSession("removed") },
  { method: "POST", pattern: "/v1/client/sessions/:session/tokens", answer: issueToken },
  { method: "POST", pattern: "/v1/client/sessions/:session/tokens/:template", answer: issueTokenOfTemplate },
  { method: "GET", pattern: "/v1/me", answer: getMe },
  { method: "PATCH", pattern: "/v1/me", answer: updateMe },
  { method: "PATCH", pattern: "/v1/me/metadata", answer: updateMetadata },
  { method: "POST", pattern: "/v1/me/change_password", answer: changePassword },
  { method: "GET", pattern: "/v1/me/sessions/active", answer: listSessions },
  { method: "POST", pattern: "/v1/me/sessions/:session/revoke", answer: revokeMySession },
  { method: "GET", pattern: "/v1/me/organization_memberships", answer: listMyMemberships },
  { method: "DELETE", pattern: "/v1/me/organization_memberships/:organization", answer: leaveOrganization },
  { method: "POST", pattern: "/v1/organizations", answer: createMyOrganization },
  { method: "GET", pattern: "/v1/organizations/:organization", answer: getOrganization },
  { method: "PATCH", pattern: "/v1/organizations/:organization", answer: updateOrganization },
  { method: "DELETE", pattern: "/v1/organizations/:organization", answer: deleteOrganization },
  { method: "GET", pattern: "/v1/organizations/:organization/memberships", answer: listMembers },
  { method: "POST", pattern: "/v1/organizations/:organization/memberships", answer: addMember },
  { method: "PATCH", pattern: "/v1/organizations/:organization/memberships/:user", answer: changeMember },
  { method: "DELETE", pattern: "/v1/organizations/:organization/memberships/:user", answer: dropMember },
  { method: "GET", pattern: "/v1/organizations/:organization/roles", answer: listRoles },
];

/** For these nobody needs to be known. */
const OPEN_PATHS: ReadonlySet<string> = new Set([
  "/.well-known/jwks.json",
  "/.well-known/openid-configuration",
  "/v1/environment",
  "/v1/dev_browser",
]);

/** Answers browsers, and servers that show the instance's secret key. A browser of another origin may read the answer. */
export async function answerRequest(state: InstanceState, request: HttpRequest): Promise<HttpResponse> {
  const origin = headerOf(request, "origin");
  if (isBackendRequest(request)) return answerBackendRequest(state, request);
  if (request.method.toUpperCase() === "OPTIONS") return readableFrom(origin, PREFLIGHT);
  return readableFrom(origin, await answerBrowser(state, request, origin));
}

async function answerBrowser(
  state: InstanceState,
  request: HttpRequest,
  origin: string | null,
): Promise<HttpResponse> {
  const { method, path, query, form } = readFrontendRequest(request);
  const match = matchRoute(FRONTEND_ROUTES, method, path);
  if (match === null) return faultResponse(ROUTE_NOT_FOUND, state.random);
  const browser = OPEN_PATHS.has(path) ? null : formField(query, "__clerk_db_jwt");
  const client = state.clients.of(browser);
  if (client === null) return faultResponse(BROWSER_UNAUTHENTICATED, state.random);
  const azp = origin ?? state.options.appOrigin;
  const now = Math.floor(state.clock.now());
  return match.answer(
    { state, client, query, form, origin: azp, tokenOf: issueOnce(state, azp), now },
    match.segments,
  );
}

const PREFLIGHT: HttpResponse = {
  status: 204,
  headers: [
    ["access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"],
    ["access-control-allow-headers", "authorization, content-type"],
    ["access-control-max-age", "600"],
  ],
  body: null,
};

/** Cookies are allowed, as clerk-js sends them; there are none here. */
function readableFrom(origin: string | null, response: HttpResponse): HttpResponse {
  if (origin === null) return response;
  return {
    ...response,
    headers: [
      ...response.headers,
      ["access-control-allow-origin", origin],
      ["access-control-allow-credentials", "true"],
      ["vary", "Origin"],
    ],
  };
}
