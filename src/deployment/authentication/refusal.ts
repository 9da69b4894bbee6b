/** Why a bearer token was refused: codes and sentences are Convex's own, the explanation is ours. */
import type { RefusalReason } from "../../wire/handoff.ts";

export type RefusalCode =
  | "InvalidAuthHeader"
  | "NoAuthProvider"
  | "AuthProviderDiscoveryFailed"
  | "Unauthenticated"
  /** A fault of the product's, by its own account: over HTTP status 500, on a socket the end with 1011. */
  | "InternalServerError";

export type Refusal = {
  readonly code: RefusalCode;
  /** What crosses the wire. */
  readonly message: string;
} & RefusalReason;

type Reason = Pick<RefusalReason, "step" | "explanation"> & Partial<RefusalReason>;

export const UNPARSABLE_PAYLOAD =
  "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.";
export const MISSING_ISSUER =
  "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.";
export const NO_PROVIDER = "No auth provider found matching the given token";
export const NO_PROVIDERS =
  "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.";
export const NOT_AN_ID_TOKEN = "Could not parse as OIDC ID token. Token might not be an OIDC-compliant JWT.";
export const UNVERIFIED_CLAIM =
  "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.";
export const INTERNAL_ERROR = "Your request couldn't be completed. Try again later.";
export const BAD_ADMIN_KEY = "The provided admin key was invalid for this instance";
/** Sent when a token that was accepted has run out by the time something needs it. */
export const IDENTITY_EXPIRED = "Convex token identity expired";

export function refuse(code: RefusalCode, message: string, reason: Reason): Refusal {
  return { code, message, found: null, wanted: null, file: null, ...reason };
}

/** A value of a token as a reason shows it: the learner's own text, so cut. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
