/** What the forms ask of Clerk, step by step, through the app's own clerk-js. */
import type { Clerk, ClientResource, EmailCodeFactor } from "@clerk/shared/types";
import { loadedClient } from "../clerk.ts";
import { shortId, type Story } from "./narration.ts";

const SIGN_INS = "/v1/client/sign_ins";
const SIGN_UPS = "/v1/client/sign_ups";

type Steps = { readonly clerk: Clerk; readonly story: Story };

export async function signInWithPassword(
  { clerk, story }: Steps,
  identifier: string,
  password: string,
): Promise<void> {
  const client = await loadedClient(clerk);
  const attempt = await story.ask(
    { purpose: "check the password", request: `POST ${SIGN_INS}` },
    () => client.signIn.create({ identifier, password }),
    statusAndSession,
  );
  await activate({ clerk, story }, attempt, "sign-in");
}

/** Has the code sent, once Clerk knows whose it is. */
export async function sendSignInCode({ clerk, story }: Steps, identifier: string): Promise<void> {
  const client = await loadedClient(clerk);
  const attempt = await story.ask(
    { purpose: `begin a sign-in of ${identifier}`, request: `POST ${SIGN_INS}` },
    () => client.signIn.create({ identifier }),
    ({ status }) => String(status),
  );
  const factor = attempt.supportedFirstFactors?.find(
    (candidate): candidate is EmailCodeFactor => candidate.strategy === "email_code",
  );
  if (factor === undefined) throw new Error("This instance has no sign-in by email code.");
  await story.ask(
    { purpose: "send a code", request: `POST ${SIGN_INS}/…/prepare_first_factor` },
    () => attempt.prepareFirstFactor({ strategy: "email_code", emailAddressId: factor.emailAddressId }),
    () => `a code is on its way to ${factor.safeIdentifier}`,
  );
}

export async function signInWithCode({ clerk, story }: Steps, code: string): Promise<void> {
  const client = await loadedClient(clerk);
  const attempt = await story.ask(
    { purpose: "check the code", request: `POST ${SIGN_INS}/…/attempt_first_factor` },
    () => client.signIn.attemptFirstFactor({ strategy: "email_code", code }),
    statusAndSession,
  );
  await activate({ clerk, story }, attempt, "sign-in");
}

/** What a person gives to join. */
export type Newcomer = {
  readonly firstName: string;
  readonly lastName: string;
  readonly emailAddress: string;
  readonly password: string;
};

export async function signUp({ clerk, story }: Steps, newcomer: Newcomer): Promise<void> {
  const client = await loadedClient(clerk);
  await story.ask(
    { purpose: "begin a sign-up", request: `POST ${SIGN_UPS}` },
    () => client.signUp.create(newcomer),
    ({ status, unverifiedFields }) =>
      [status, ...unverifiedFields.map((field) => `${field} is not verified`)].join(", "),
  );
  await sendSignUpCode(client, story);
}

export async function resendSignUpCode({ clerk, story }: Steps): Promise<void> {
  await sendSignUpCode(await loadedClient(clerk), story);
}

async function sendSignUpCode({ signUp: attempt }: ClientResource, story: Story): Promise<void> {
  await story.ask(
    { purpose: "send a code", request: `POST ${SIGN_UPS}/…/prepare_verification` },
    () => attempt.prepareEmailAddressVerification({ strategy: "email_code" }),
    ({ emailAddress }) => `a code is on its way to ${String(emailAddress)}`,
  );
}

export async function signUpWithCode({ clerk, story }: Steps, code: string): Promise<void> {
  const client = await loadedClient(clerk);
  const attempt = await story.ask(
    { purpose: "check the code", request: `POST ${SIGN_UPS}/…/attempt_verification` },
    () => client.signUp.attemptEmailAddressVerification({ code }),
    statusAndSession,
  );
  await activate({ clerk, story }, attempt, "sign-up");
}

/** What is left of a finished sign-in or sign-up. */
type Finished = { readonly status: string | null; readonly createdSessionId: string | null };

function statusAndSession({ status, createdSessionId }: Finished): string {
  const session = createdSessionId === null ? "" : `, session ${shortId(createdSessionId)}`;
  return `${String(status)}${session}`;
}

async function activate({ clerk, story }: Steps, attempt: Finished, what: string): Promise<void> {
  const { status, createdSessionId } = attempt;
  if (status !== "complete" || createdSessionId === null) {
    throw new Error(`The ${what} stopped at ${String(status)}.`);
  }
  await setSession({ clerk, story }, createdSessionId);
}

/** Makes one of the browser's sessions the one in use. */
export async function setSession({ clerk, story }: Steps, session: string): Promise<void> {
  await story.ask(
    { purpose: `use session ${shortId(session)}`, request: "POST /v1/client/sessions/…/touch" },
    () => clerk.setActive({ session }),
    () => "it is active",
  );
}
