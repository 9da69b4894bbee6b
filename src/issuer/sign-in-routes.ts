import { failure, success, type Result } from "../base/result.ts";
import type { HttpResponse } from "../wire/network.ts";
import {
  alreadySignedIn,
  parameterMissing,
  SESSION_EXISTS,
  signInNotFound,
  STRATEGY_INVALID,
  type ClerkFault,
} from "./clerk-error.ts";
import { formField } from "./frontend-request.ts";
import { signInResource } from "./resources/sign-in.ts";
import type { Session } from "./client-state.ts";
import type { Account } from "./people.ts";
import { refuse, withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import { completedByTicket, redeemTicket } from "./sign-in-tokens.ts";
import {
  attemptFirstFactor,
  prepareFirstFactor,
  startSignIn,
  type IdentifiedSignIn,
  type Proof,
  type SignIn,
} from "./sign-in.ts";

/** Begins a sign-in; with a password or a ticket it goes on to the first factor at once. */
export const createSignIn: RouteAnswer = (context) => {
  const { state, client, form, now } = context;
  if (isClosed(context)) return refuse(context, SESSION_EXISTS);
  const strategy = formField(form, "strategy");
  if (strategy === "ticket") return redeem(context);
  if (strategy !== null && strategy !== "password" && strategy !== "email_code") {
    return refuse(context, STRATEGY_INVALID);
  }
  const started = startSignIn(state.accounts, formField(form, "identifier"), state.random, now);
  if (!started.ok) return refuse(context, started.error);
  const signIn = started.value;
  const present = signIn.status === "needs_identifier" ? null : sessionOf(context, signIn.account);
  if (present !== null) return refuse(context, alreadySignedIn(present.id));
  client.signIn = signIn;
  if (signIn.status !== "needs_first_factor") return describe(context, signIn);
  if (strategy === "email_code") return prepare(context, signIn, strategy);
  const password = formField(form, "password");
  if (password === null) return describe(context, signIn);
  return attempt(context, signIn, { strategy: "password", password });
};

export const getSignIn: RouteAnswer = (context, [id = ""]) => {
  const { signIn } = context.client;
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
  context.client.signIn = prepared.value;
  return describe(context, prepared.value);
}

function attempt(context: RouteContext, signIn: IdentifiedSignIn, proof: Proof) {
  const { client, now } = context;
  const attempted = attemptFirstFactor(signIn, proof, now);
  if (attempted.outcome === "refused") {
    client.signIn = attempted.signIn;
    return refuse(context, attempted.fault);
  }
  const session = client.startSession(signIn.account, proof.strategy, now);
  const { verification } = attempted;
  return describe(context, { ...signIn, status: "complete", verification, sessionId: session.id });
}

function findIdentified(context: RouteContext, id: string): Result<IdentifiedSignIn, ClerkFault> {
  if (isClosed(context)) return failure(SESSION_EXISTS);
  const { client, now } = context;
  const { signIn } = client;
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

/** Signs in whom the ticket was made for. */
function redeem(context: RouteContext): HttpResponse | Promise<HttpResponse> {
  const { state, client, form, now } = context;
  const ticket = formField(form, "ticket");
  if (ticket === null) return refuse(context, parameterMissing("ticket"));
  const redeemed = redeemTicket(state.signInTokens, ticket, now);
  if (!redeemed.ok) return refuse(context, redeemed.error);
  const account = redeemed.value;
  const present = sessionOf(context, account);
  if (present !== null) return refuse(context, alreadySignedIn(present.id));
  const session = client.startSession(account, "ticket", now);
  return describe(context, completedByTicket(account, session.id, state.random, now));
}

/** An instance that allows one session is closed while there is one. */
function isClosed({ state, client, now }: RouteContext): boolean {
  return state.sessionMode === "single" && client.activeSessions(now).length > 0;
}

function sessionOf({ client, now }: RouteContext, account: Account): Session | null {
  return client.activeSessions(now).find((session) => session.account === account) ?? null;
}
