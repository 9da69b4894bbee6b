/** Sign-in tokens, redeemed as tickets: a server made them for somebody, who then needs no password. */
import { failure, success, type Result } from "../base/result.ts";
import { randomIdentifier, type RandomBytes } from "../base/random.ts";
import {
  TICKET_EXPIRED,
  TICKET_INVALID,
  TICKET_REVOKED,
  TICKET_USED,
  USER_BANNED,
  type ClerkFault,
} from "./clerk-error.ts";
import { createIdentifier } from "./identifiers.ts";
import type { Account } from "./people.ts";
import type { SignIn } from "./sign-in.ts";

/** Instants are milliseconds since the epoch. */
export type SignInToken = {
  readonly id: string;
  /** The ticket. */
  readonly token: string;
  readonly account: Account;
  readonly createdAt: number;
  readonly expiresAt: number;
  status: "pending" | "accepted" | "revoked";
  updatedAt: number;
};

/** Thirty days, unless the server says otherwise. */
export const TICKET_LIFETIME_SECONDS = 2_592_000;

export function createSignInToken(
  account: Account,
  lifetimeSeconds: number,
  random: RandomBytes,
  now: number,
): SignInToken {
  return {
    id: createIdentifier("sit", random),
    token: randomIdentifier(random, 64),
    account,
    createdAt: now,
    expiresAt: now + lifetimeSeconds * 1000,
    status: "pending",
    updatedAt: now,
  };
}

/** Uses the ticket up. */
export function redeemTicket(
  tokens: readonly SignInToken[],
  ticket: string,
  now: number,
): Result<Account, ClerkFault> {
  const found = tokens.find(({ token }) => token === ticket);
  if (found === undefined) return failure(TICKET_INVALID);
  if (found.status === "accepted") return failure(TICKET_USED);
  if (found.status === "revoked") return failure(TICKET_REVOKED);
  if (found.expiresAt <= now) return failure(TICKET_EXPIRED);
  if (found.account.isBanned) return failure(USER_BANNED);
  found.status = "accepted";
  found.updatedAt = now;
  return success(found.account);
}

/** The sign-in that a redeemed ticket is. */
export function completedByTicket(
  account: Account,
  sessionId: string,
  random: RandomBytes,
  now: number,
): SignIn {
  const verification = { strategy: "ticket", status: "verified", attempts: 1, expireAt: null } as const;
  const id = createIdentifier("sia", random);
  return { id, abandonAt: now, status: "complete", account, verification, sessionId };
}
