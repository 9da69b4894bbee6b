/**
 *   needs_identifier ──known address──▶ needs_first_factor ──right password or code──▶ complete
 *                                          │        ▲
 *                                          └─prepare┘   (email_code: the code is "sent")
 */
import { failure, success, type Result } from "../base/result.ts";
import type { RandomBytes } from "../base/random.ts";
import {
  CODE_INCORRECT,
  IDENTIFIER_NOT_FOUND,
  PASSWORD_INCORRECT,
  STRATEGY_INVALID,
  USER_BANNED,
  VERIFICATION_EXPIRED,
  VERIFICATION_NOT_SENT,
  type ClerkFault,
} from "./clerk-error.ts";
import { createIdentifier } from "./identifiers.ts";
import { findAccount, type Account } from "./people.ts";

export type FirstFactor = "password" | "email_code" | "ticket";

/** The code that verifies every email address: no mail is sent here. Clerk's own test addresses use it as well. */
export const EMAIL_CODE = "424242";

const SIGN_IN_LIFETIME_MS = 24 * 60 * 60 * 1000;
export const CODE_LIFETIME_MS = 10 * 60 * 1000;

/** How far the proof of a first factor has come. */
export type Verification = {
  readonly strategy: FirstFactor;
  readonly status: "unverified" | "verified";
  readonly attempts: number;
  /** Milliseconds since the epoch; null = does not expire. */
  readonly expireAt: number | null;
};

/** A sign-in. `abandonAt` is milliseconds since the epoch. */
export type SignIn = { readonly id: string; readonly abandonAt: number } & SignInProgress;

type SignInProgress =
  | { readonly status: "needs_identifier" }
  | {
      readonly status: "needs_first_factor";
      readonly account: Account;
      readonly verification: Verification | null;
    }
  | {
      readonly status: "complete";
      readonly account: Account;
      readonly verification: Verification;
      readonly sessionId: string;
    };

/** A sign-in that knows its account. */
export type IdentifiedSignIn = SignIn & { readonly status: "needs_first_factor" };

/** Begins a sign-in; `identifier` is an email address, null = to be told later. */
export function startSignIn(
  accounts: readonly Account[],
  identifier: string | null,
  random: RandomBytes,
  now: number,
): Result<SignIn, ClerkFault> {
  const common = { id: createIdentifier("sia", random), abandonAt: now + SIGN_IN_LIFETIME_MS };
  if (identifier === null) return success({ ...common, status: "needs_identifier" });
  const account = findAccount(accounts, identifier);
  if (account === null) return failure(IDENTIFIER_NOT_FOUND);
  if (account.isBanned) return failure(USER_BANNED);
  return success({ ...common, status: "needs_first_factor", account, verification: null });
}

/** Chooses the first factor; for `email_code` this is when the code is sent. */
export function prepareFirstFactor(
  signIn: IdentifiedSignIn,
  strategy: string,
  emailAddressId: string | null,
  now: number,
): Result<IdentifiedSignIn, ClerkFault> {
  if (strategy !== "email_code") return failure(STRATEGY_INVALID);
  if (emailAddressId !== null && emailAddressId !== signIn.account.emailAddressId) {
    return failure(STRATEGY_INVALID);
  }
  const verification: Verification = {
    strategy: "email_code",
    status: "unverified",
    attempts: 0,
    expireAt: now + CODE_LIFETIME_MS,
  };
  return success({ ...signIn, verification });
}

/** What the person offers as proof. */
export type Proof =
  | { readonly strategy: "password"; readonly password: string }
  | { readonly strategy: "email_code"; readonly code: string };

/** An attempt that failed still counts: `signIn` is what to remember. */
export type Attempt =
  | { readonly outcome: "verified"; readonly verification: Verification }
  | { readonly outcome: "refused"; readonly signIn: IdentifiedSignIn; readonly fault: ClerkFault };

export function attemptFirstFactor(signIn: IdentifiedSignIn, proof: Proof, now: number): Attempt {
  const earlier = signIn.verification?.strategy === proof.strategy ? signIn.verification : null;
  if (proof.strategy === "email_code") {
    if (earlier === null) return { outcome: "refused", signIn, fault: VERIFICATION_NOT_SENT };
    if ((earlier.expireAt ?? 0) <= now) return { outcome: "refused", signIn, fault: VERIFICATION_EXPIRED };
  }
  const verification: Verification = {
    strategy: proof.strategy,
    status: isRight(proof, signIn.account) ? "verified" : "unverified",
    attempts: (earlier?.attempts ?? 0) + 1,
    expireAt: earlier?.expireAt ?? null,
  };
  if (verification.status === "verified") return { outcome: "verified", verification };
  const fault = proof.strategy === "password" ? PASSWORD_INCORRECT : CODE_INCORRECT;
  return { outcome: "refused", signIn: { ...signIn, verification }, fault };
}

function isRight(proof: Proof, account: Account): boolean {
  switch (proof.strategy) {
    case "password":
      return proof.password === account.person.password;
    case "email_code":
      return proof.code === EMAIL_CODE;
    default:
      return proof satisfies never;
  }
}
