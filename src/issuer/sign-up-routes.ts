import { failure, success, type Result } from "../base/result.ts";
import type { HttpResponse } from "../wire/network.ts";
import {
  parameterMissing,
  SESSION_EXISTS,
  SIGN_UPS_RESTRICTED,
  signUpNotFound,
  type ClerkFault,
} from "./clerk-error.ts";
import { formField } from "./frontend-request.ts";
import { createIdentifier } from "./identifiers.ts";
import { readMetadata } from "./metadata.ts";
import { createAccount } from "./people.ts";
import { signUpResource } from "./resources/sign-up.ts";
import { refuse, withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import {
  attemptVerification,
  fillSignUp,
  isVerified,
  prepareVerification,
  startSignUp,
  type SignUp,
  type SignUpFields,
} from "./sign-up.ts";

/** Creates the client's sign-up, or replaces it. */
export const createSignUp: RouteAnswer = (context) => {
  const { state, client, now } = context;
  if (state.signUpMode === "restricted") return refuse(context, SIGN_UPS_RESTRICTED);
  if (state.sessionMode === "single" && client.activeSessions(now).length > 0)
    return refuse(context, SESSION_EXISTS);
  return fill(context, startSignUp(state.random, now));
};

export const getSignUp: RouteAnswer = (context, [id = ""]) => {
  const found = findSignUp(context, id);
  return found.ok ? describe(context, found.value) : refuse(context, found.error);
};

export const updateSignUp: RouteAnswer = (context, [id = ""]) => {
  const found = findSignUp(context, id);
  return found.ok ? fill(context, found.value) : refuse(context, found.error);
};

export const prepareSignUp: RouteAnswer = (context, [id = ""]) => {
  const found = findSignUp(context, id);
  if (!found.ok) return refuse(context, found.error);
  const strategy = formField(context.form, "strategy");
  if (strategy === null) return refuse(context, parameterMissing("strategy"));
  const prepared = prepareVerification(found.value, strategy, context.now);
  return prepared.ok ? keep(context, prepared.value) : refuse(context, prepared.error);
};

export const attemptSignUp: RouteAnswer = (context, [id = ""]) => {
  const found = findSignUp(context, id);
  if (!found.ok) return refuse(context, found.error);
  const code = formField(context.form, "code");
  if (code === null) return refuse(context, parameterMissing("code"));
  const { signUp, fault } = attemptVerification(found.value, code, context.now);
  if (fault === null) return keep(context, signUp);
  context.client.signUp = signUp;
  return refuse(context, fault);
};

function fill(context: RouteContext, signUp: SignUp): HttpResponse | Promise<HttpResponse> {
  const metadata = readMetadata(context.form);
  if (!metadata.ok) return refuse(context, metadata.error);
  const fields = { ...readFields(context.form), unsafeMetadata: metadata.value };
  const filled = fillSignUp(signUp, fields, context.state.accounts);
  return filled.ok ? keep(context, filled.value) : refuse(context, filled.error);
}

function readFields(form: URLSearchParams): Omit<SignUpFields, "unsafeMetadata"> {
  return {
    emailAddress: formField(form, "email_address"),
    password: formField(form, "password"),
    firstName: formField(form, "first_name"),
    lastName: formField(form, "last_name"),
  };
}

/** Remembers it; when nothing is missing, the person and their first session are made. */
function keep(context: RouteContext, signUp: SignUp): Promise<HttpResponse> {
  const { state, client, now } = context;
  const { emailAddress, password } = signUp;
  client.signUp = signUp;
  if (emailAddress === null || password === null || !isVerified(signUp)) return describe(context, signUp);
  const person = {
    id: createIdentifier("user", state.random),
    firstName: signUp.firstName ?? "",
    lastName: signUp.lastName ?? "",
    emailAddress,
    password,
  };
  const account = createAccount(person, state.id, state.random, now);
  account.unsafeMetadata = signUp.unsafeMetadata ?? {};
  state.accounts = [...state.accounts, account];
  const session = client.startSession(account, "email_code", now);
  return describe(context, { ...signUp, created: { sessionId: session.id, userId: person.id } });
}

function findSignUp({ client, now }: RouteContext, id: string): Result<SignUp, ClerkFault> {
  const { signUp } = client;
  return signUp?.id === id && signUp.abandonAt > now ? success(signUp) : failure(signUpNotFound(id));
}

function describe(context: RouteContext, signUp: SignUp): Promise<HttpResponse> {
  return withClient(context, signUpResource(signUp));
}
