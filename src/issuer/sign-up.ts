/**
 *   missing_requirements ──address and password given, code right──▶ complete
 *          │        ▲
 *          └─prepare┘   (the code is "sent")
 */
import { failure, success, type Result } from "../base/result.ts";
import type { RandomBytes } from "../base/random.ts";
import {
  CODE_INCORRECT,
  EMAIL_ADDRESS_INVALID,
  EMAIL_ADDRESS_TAKEN,
  PASSWORD_TOO_LONG,
  PASSWORD_TOO_SHORT,
  STRATEGY_INVALID,
  VERIFICATION_ALREADY_VERIFIED,
  VERIFICATION_EXPIRED,
  VERIFICATION_NOT_SENT,
  type ClerkFault,
} from "./clerk-error.ts";
import { createIdentifier } from "./identifiers.ts";
import type { Metadata } from "./metadata.ts";
import { findAccount, type Account } from "./people.ts";
import { CODE_LIFETIME_MS, EMAIL_CODE, type Verification } from "./sign-in.ts";

const SIGN_UP_LIFETIME_MS = 24 * 60 * 60 * 1000;
/** As the environment tells clients. */
const LEAST_PASSWORD_LENGTH = 8;
const GREATEST_PASSWORD_LENGTH = 72;

/** What the person has given so far; null for what is missing. */
export type SignUpFields = {
  readonly emailAddress: string | null;
  readonly password: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly unsafeMetadata: Metadata | null;
};

/** A sign-up. `abandonAt` is milliseconds since the epoch. */
export type SignUp = SignUpFields & {
  readonly id: string;
  readonly abandonAt: number;
  /** Of the email address; null before a code was sent. */
  readonly verification: Verification | null;
  /** Null until it is complete. */
  readonly created: { readonly sessionId: string; readonly userId: string } | null;
};

const NOTHING: SignUpFields = {
  emailAddress: null,
  password: null,
  firstName: null,
  lastName: null,
  unsafeMetadata: null,
};

export function startSignUp(random: RandomBytes, now: number): SignUp {
  const id = createIdentifier("sua", random);
  return { ...NOTHING, id, abandonAt: now + SIGN_UP_LIFETIME_MS, verification: null, created: null };
}

/** Fields that are null stay as they are; another address has to be verified anew. */
export function fillSignUp(
  signUp: SignUp,
  fields: SignUpFields,
  accounts: readonly Account[],
): Result<SignUp, ClerkFault> {
  const { emailAddress, password } = fields;
  if (emailAddress !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(emailAddress))
    return failure(EMAIL_ADDRESS_INVALID);
  if (emailAddress !== null && findAccount(accounts, emailAddress) !== null)
    return failure(EMAIL_ADDRESS_TAKEN);
  const unfit = password === null ? null : passwordFault(password);
  if (unfit !== null) return failure(unfit);
  const isAnother = emailAddress !== null && emailAddress !== signUp.emailAddress;
  return success({
    ...signUp,
    emailAddress: emailAddress ?? signUp.emailAddress,
    password: password ?? signUp.password,
    firstName: fields.firstName ?? signUp.firstName,
    lastName: fields.lastName ?? signUp.lastName,
    unsafeMetadata: fields.unsafeMetadata ?? signUp.unsafeMetadata,
    verification: isAnother ? null : signUp.verification,
  });
}

/** Null for a password that may be chosen. */
export function passwordFault(password: string): ClerkFault | null {
  if (password.length < LEAST_PASSWORD_LENGTH) return PASSWORD_TOO_SHORT;
  return password.length > GREATEST_PASSWORD_LENGTH ? PASSWORD_TOO_LONG : null;
}

/** This is when the code is sent. */
export function prepareVerification(
  signUp: SignUp,
  strategy: string,
  now: number,
): Result<SignUp, ClerkFault> {
  if (strategy !== "email_code" || signUp.emailAddress === null) return failure(STRATEGY_INVALID);
  const expireAt = now + CODE_LIFETIME_MS;
  return success({ ...signUp, verification: { strategy, status: "unverified", attempts: 0, expireAt } });
}

/** An attempt that failed still counts: `signUp` is what to remember. */
export function attemptVerification(
  signUp: SignUp,
  code: string,
  now: number,
): { readonly signUp: SignUp; readonly fault: ClerkFault | null } {
  const { verification } = signUp;
  if (verification === null) return { signUp, fault: VERIFICATION_NOT_SENT };
  if (verification.status === "verified") return { signUp, fault: VERIFICATION_ALREADY_VERIFIED };
  if ((verification.expireAt ?? 0) <= now) return { signUp, fault: VERIFICATION_EXPIRED };
  const isRight = code === EMAIL_CODE;
  const status = isRight ? "verified" : "unverified";
  const attempted = { ...verification, attempts: verification.attempts + 1, status } as const;
  return { signUp: { ...signUp, verification: attempted }, fault: isRight ? null : CODE_INCORRECT };
}

export function missingFields({ emailAddress, password }: SignUp): readonly string[] {
  return [...(emailAddress === null ? ["email_address"] : []), ...(password === null ? ["password"] : [])];
}

export function isVerified({ verification }: SignUp): boolean {
  return verification?.status === "verified";
}
