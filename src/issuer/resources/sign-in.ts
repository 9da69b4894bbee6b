import type { Json } from "../json-response.ts";
import type { Account } from "../people.ts";
import type { FirstFactor, SignIn, Verification } from "../sign-in.ts";

/** A sign-in. Before an identifier is known it offers no factors. */
export function signInResource(signIn: SignIn): Json {
  const account = signIn.status === "needs_identifier" ? null : signIn.account;
  const verification = signIn.status === "needs_identifier" ? null : signIn.verification;
  return {
    object: "sign_in_attempt",
    id: signIn.id,
    status: signIn.status,
    supported_identifiers: ["email_address"],
    supported_first_factors: account === null ? null : firstFactors(account),
    supported_second_factors: null,
    first_factor_verification: verification === null ? null : verificationResource(verification),
    second_factor_verification: null,
    identifier: account?.person.emailAddress ?? null,
    user_data: account === null ? null : userData(account),
    created_session_id: signIn.status === "complete" ? signIn.sessionId : null,
    abandon_at: signIn.abandonAt,
  };
}

function firstFactors(account: Account): Json {
  return [
    { strategy: "password" },
    {
      strategy: "email_code",
      safe_identifier: safeIdentifier(account.person.emailAddress),
      email_address_id: account.emailAddressId,
      primary: true,
    },
  ];
}

/** The address without the middle of its name: `a**@example.com`. */
function safeIdentifier(emailAddress: string): string {
  return emailAddress.replace(/^(.)[^@]*/, "$1**");
}

const VERIFICATION_OBJECTS: Readonly<Record<FirstFactor, string>> = {
  password: "verification_password",
  email_code: "verification_otp",
  ticket: "verification_ticket",
};

function verificationResource(verification: Verification): Json {
  return {
    object: VERIFICATION_OBJECTS[verification.strategy],
    status: verification.status,
    strategy: verification.strategy,
    attempts: verification.attempts,
    expire_at: verification.expireAt,
  };
}

function userData({ person, imageUrl }: Account): Json {
  return { first_name: person.firstName, last_name: person.lastName, image_url: imageUrl, has_image: false };
}
