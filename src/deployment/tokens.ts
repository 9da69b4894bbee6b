/** A token as a hop shows it: with the verdict on it. */
import type { Result } from "../base/result.ts";
import type { CarriedToken } from "../wire/handoff.ts";
import type { Refusal } from "./authentication/refusal.ts";
import type { VerifiedIdentity } from "./authentication/verification.ts";

export function carriedToken(jwt: string, verified: Result<VerifiedIdentity, Refusal>): CarriedToken {
  if (!verified.ok) return { jwt, verification: { status: "refused", ...verified.error } };
  const { identity, strictly } = verified.value;
  const { subject, issuer } = identity;
  return { jwt, verification: { status: "accepted", subject, issuer, strictly } };
}
