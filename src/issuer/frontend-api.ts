/** The Frontend API and the two well-known documents: which request gets which answer. */
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import { faultResponse, ROUTE_NOT_FOUND } from "./clerk-error.ts";
import { deleteClient, developerBrowser, getClient, removeSessions } from "./client-routes.ts";
import { discoveryDocument } from "./discovery-document.ts";
import { readFrontendRequest } from "./frontend-request.ts";
import type { InstanceState } from "./instance-state.ts";
import { jsonResponse } from "./json-response.ts";
import { jwks } from "./jwks.ts";
import { environmentResource } from "./resources/environment.ts";
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

const ROUTES: readonly Route<RouteAnswer>[] = [
  { method: "GET", pattern: "/.well-known/jwks.json", answer: getJwks },
  { method: "GET", pattern: "/.well-known/openid-configuration", answer: getDiscovery },
  { method: "GET", pattern: "/v1/environment", answer: getEnvironment },
  { method: "PATCH", pattern: "/v1/environment", answer: getEnvironment },
  { method: "POST", pattern: "/v1/environment", answer: getEnvironment },
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
];

export async function answerRequest(state: InstanceState, request: HttpRequest): Promise<HttpResponse> {
  const { method, path, form } = readFrontendRequest(request);
  const match = matchRoute(ROUTES, method, path);
  if (match === null) return faultResponse(ROUTE_NOT_FOUND, state.random);
  return match.answer(
    { state, form, tokenOf: issueOnce(state), now: Math.floor(state.clock.now()) },
    match.segments,
  );
}
