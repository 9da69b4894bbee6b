/**
 * A bearer token to an identity, or the reason why not: Convex's rules in Convex's order
 * (get-convex/convex-backend `crates/authentication/src/lib.rs`).
 */
import type { Clock } from "../../base/clock.ts";
import { failure, type Result } from "../../base/result.ts";
import { verifyCustomJwt } from "./custom-jwt.ts";
import { DocumentFetcher, type Fetch } from "./discovery.ts";
import type { UserIdentity } from "./identity.ts";
import { verifyIdToken } from "./id-token.ts";
import { chooseProvider, type Provider } from "./providers.ts";
import { MISSING_ISSUER, refuse, UNPARSABLE_PAYLOAD, type Refusal } from "./refusal.ts";
import { SignatureVerifier } from "./signature.ts";
import { decodeToken } from "./token.ts";

export type VerifiedIdentity = {
  readonly identity: UserIdentity;
  /** `exp`: seconds since the epoch from which the identity no longer holds. */
  readonly expiresAtSeconds: number;
};

/** What a verification needs of its surroundings. */
export type Verification = {
  readonly documents: DocumentFetcher;
  readonly signatures: SignatureVerifier;
  /** Whole seconds since the epoch. */
  readonly nowSeconds: number;
};

export class Authenticator {
  readonly #documents: DocumentFetcher;
  readonly #signatures = new SignatureVerifier();
  readonly #clock: Clock;
  /** Pushed with the functions; empty without `convex/auth.config.ts`. */
  providers: readonly Provider[] = [];

  constructor(clock: Clock, fetch: Fetch) {
    this.#clock = clock;
    this.#documents = new DocumentFetcher(fetch, clock);
  }

  async verify(bearer: string): Promise<Result<VerifiedIdentity, Refusal>> {
    const decoded = decodeToken(bearer);
    if (!decoded.ok) {
      return failure(refuse("InvalidAuthHeader", UNPARSABLE_PAYLOAD, `This is not a JWT: ${decoded.error}.`));
    }
    const { issuer } = decoded.value;
    if (issuer === null) {
      return failure(refuse("InvalidAuthHeader", MISSING_ISSUER, "The token does not say who issued it."));
    }
    const token = { ...decoded.value, issuer };
    const provider = chooseProvider(token, this.providers);
    if (!provider.ok) return provider;
    const verification: Verification = {
      documents: this.#documents,
      signatures: this.#signatures,
      nowSeconds: Math.floor(this.#clock.now() / 1000),
    };
    return provider.value.type === "oidc"
      ? verifyIdToken(token, provider.value, verification)
      : verifyCustomJwt(token, provider.value, verification);
  }

  hasExpired({ expiresAtSeconds }: VerifiedIdentity): boolean {
    return Math.floor(this.#clock.now() / 1000) >= expiresAtSeconds;
  }
}
