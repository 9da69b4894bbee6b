import { failure, success, type Result } from "../base/result.ts";
import type { HttpResponse } from "../wire/network.ts";
import {
  faultResponse,
  parameterMissing,
  SESSION_EXISTS,
  signInNotFound,
  STRATEGY_INVALID,
  type ClerkFault,
} from "./clerk-error.ts";
import { formField } from "./frontend-request.ts";
import { signInResource } from "./resources/sign-in.ts";
import { withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import {
  attemptFirstFactor,
  prepareFirstFactor,
  startSignIn,
  type IdentifiedSignIn,
  type Proof,
  type SignIn,
} from "./sign-in.ts";

/** Begins a sign-in; with a password it goes on to the first factor at once. */
export const createSignIn: RouteAnswer = (context) => {
  const { state, form, now } = context;
  if (state.client.activeSessions(now).length > 0) return refuse(context, SESSION_EXISTS);
  const strategy = formField(form, "strategy");
  if (strategy !== null && strategy !== "password" && strategy !== "email_code") {
    return refuse(context, STRATEGY_INVALID);
  }
  const started = startSignIn(state.accounts, formField(form, "identifier"), state.random, now);
  if (!started.ok) return refuse(context, started.error);
  const signIn = started.value;
  state.client.signIn = signIn;
  if (signIn.status !== "needs_first_factor") return describe(context, signIn);
  if (strategy === "email_code") return prepare(context, signIn, strategy);
  const password = formField(form, "password");
  if (password === null) return describe(context, signIn);
  return attempt(context, signIn, { strategy: "password", password });
};

export const getSignIn: RouteAnswer = (context, [id = ""]) => {
  const { signIn } = context.state.client;
  return signIn?.id === id ? describe(context, signIn) : refuse(context, signInNotFound(id));
};

export const prepareSignIn: RouteAnswer = (context, [id = ""]) => {
  const found = findIdentified(context, id);
  if (!found.ok) return refuse(context, found.error);
  const strategy = formField(context.form, "strategy");
  if (strategy === null) return refuse(context, parameterMissing("strategy"));
  return prepare(context, found.value, strategy);
};

export const attemptSignIn: RouteAnswer = (context, [id = ""]) => {
  const found = findIdentified(context, id);
  if (!found.ok) return refuse(context, found.error);
  const proof = readProof(context.form);
  return proof.ok ? attempt(context, found.value, proof.value) : refuse(context, proof.error);
};

function prepare(context: RouteContext, signIn: IdentifiedSignIn, strategy: string) {
  const emailAddressId = formField(context.form, "email_address_id");
  const prepared = prepareFirstFactor(signIn, strategy, emailAddressId, context.now);
  if (!prepared.ok) return refuse(context, prepared.error);
  context.state.client.signIn = prepared.value;
  return describe(context, prepared.value);
}

function attempt(context: RouteContext, signIn: IdentifiedSignIn, proof: Proof) {
  const { state, now } = context;
  const attempted = attemptFirstFactor(signIn, proof, now);
  if (attempted.outcome === "refused") {
    state.client.signIn = attempted.signIn;
    return refuse(context, attempted.fault);
  }
  const session = state.client.startSession(signIn.account, proof.strategy, now);
  const { verification } = attempted;
  return describe(context, { ...signIn, status: "complete", verification, sessionId: session.id });
}

function findIdentified({ state, now }: RouteContext, id: string): Result<IdentifiedSignIn, ClerkFault> {
  if (state.client.activeSessions(now).length > 0) return failure(SESSION_EXISTS);
  const { signIn } = state.client;
  if (signIn?.id !== id || signIn.abandonAt <= now) return failure(signInNotFound(id));
  if (signIn.status !== "needs_first_factor") return failure(parameterMissing("identifier"));
  return success(signIn);
}

function readProof(form: URLSearchParams): Result<Proof, ClerkFault> {
  const strategy = formField(form, "strategy");
  const password = formField(form, "password");
  const code = formField(form, "code");
  switch (strategy) {
    case "password":
      return password === null ? failure(parameterMissing("password")) : success({ strategy, password });
    case "email_code":
      return code === null ? failure(parameterMissing("code")) : success({ strategy, code });
    case null:
      return failure(parameterMissing("strategy"));
    default:
      return failure(STRATEGY_INVALID);
  }
}

function describe(context: RouteContext, signIn: SignIn): Promise<HttpResponse> {
  return withClient(context, signInResource(signIn));
}

function refuse({ state }: RouteContext, fault: ClerkFault): HttpResponse {
  return faultResponse(fault, state.random);
}
