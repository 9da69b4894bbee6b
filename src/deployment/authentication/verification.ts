/** What a verification needs, and what it gives. */
import type { DocumentFetcher } from "./discovery.ts";
import type { UserIdentity } from "./identity.ts";
import type { SignatureVerifier } from "./signature.ts";

export type VerifiedIdentity = {
  readonly identity: UserIdentity;
  /** `exp`: seconds since the epoch from which the identity no longer holds. */
  readonly expiresAtSeconds: number;
  /** Why a server that keeps to the letter would have refused the token; null if it would not. */
  readonly strictly: string | null;
};

/**
 * `convex`: as the product decides. `strict`: as RFC 7519, RFC 7515 and OpenID Connect Core say to the letter, which
 * refuses a little more.
 */
export type Profile = "convex" | "strict";

/** What a verification needs of its surroundings. */
export type Verification = {
  readonly documents: DocumentFetcher;
  readonly signatures: SignatureVerifier;
  /** Whole seconds since the epoch. */
  readonly nowSeconds: number;
  readonly profile: Profile;
  /** A production deployment does not say what it found. */
  readonly redacts: boolean;
};
