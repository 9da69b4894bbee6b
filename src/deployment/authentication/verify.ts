/**
 * A bearer token to an identity, or the reason why not: Convex's rules in Convex's order
 * (get-convex/convex-backend `crates/authentication/src/lib.rs`).
 */
import type { Clock } from "../../base/clock.ts";
import { failure, type Result } from "../../base/result.ts";
import { parseAdminKey, type Admin } from "./admin-key.ts";
import { verifyCustomJwt } from "./custom-jwt.ts";
import { DocumentFetcher, type Fetch } from "./discovery.ts";
import { verifyIdToken } from "./id-token.ts";
import { chooseProvider, type Provider } from "./providers.ts";
import { MISSING_ISSUER, refuse, UNPARSABLE_PAYLOAD, type Refusal } from "./refusal.ts";
import { SignatureVerifier } from "./signature.ts";
import { decodeToken } from "./token.ts";
import type { Profile, Verification, VerifiedIdentity } from "./verification.ts";

export type AuthenticatorRules = {
  readonly profile: Profile;
  /** A production deployment does not name the providers it trusts. */
  readonly redacts: boolean;
  /** The deployment's own key; without one nobody is an admin. */
  readonly adminKey?: string | null;
};

export class Authenticator {
  readonly #documents: DocumentFetcher;
  readonly #signatures = new SignatureVerifier();
  readonly #clock: Clock;
  readonly #rules: AuthenticatorRules;
  /** Pushed with the functions; empty without `convex/auth.config.ts`. */
  providers: readonly Provider[] = [];

  constructor(clock: Clock, fetch: Fetch, rules: AuthenticatorRules = { profile: "convex", redacts: false }) {
    this.#rules = rules;
    this.#clock = clock;
    this.#documents = new DocumentFetcher(fetch, clock);
  }

  /** `actingAs`: in whose name, unless `value` says so itself; `null` for anyone who does not hold the key. */
  admin(value: string, actingAs?: unknown): Admin | "malformed" | null {
    return parseAdminKey(value, this.#rules.adminKey ?? null, actingAs);
  }

  async verify(bearer: string): Promise<Result<VerifiedIdentity, Refusal>> {
    const decoded = decodeToken(bearer);
    if (!decoded.ok) {
      const explanation = `This is not a JWT: ${decoded.error}.`;
      return failure(refuse("InvalidAuthHeader", UNPARSABLE_PAYLOAD, { step: "parse", explanation }));
    }
    const { issuer } = decoded.value;
    if (issuer === null) {
      const explanation = "The token does not say who issued it.";
      return failure(refuse("InvalidAuthHeader", MISSING_ISSUER, { step: "issuer", explanation }));
    }
    const token = { ...decoded.value, issuer };
    const provider = chooseProvider(token, this.providers, this.#rules.redacts);
    if (!provider.ok) return provider;
    const verification: Verification = {
      documents: this.#documents,
      signatures: this.#signatures,
      nowSeconds: Math.floor(this.#clock.now() / 1000),
      profile: this.#rules.profile,
      redacts: this.#rules.redacts,
    };
    return provider.value.type === "oidc"
      ? verifyIdToken(token, provider.value, verification)
      : verifyCustomJwt(token, provider.value, verification);
  }

  hasExpired({ expiresAtSeconds }: VerifiedIdentity): boolean {
    return Math.floor(this.#clock.now() / 1000) >= expiresAtSeconds;
  }
}
