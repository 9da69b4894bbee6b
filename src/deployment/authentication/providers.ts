/** Whom the deployment trusts, and which of them a token names. */
import { failure, success, type Result } from "../../base/result.ts";
import type { RefusalReason } from "../../wire/handoff.ts";
import { NO_PROVIDER, NO_PROVIDERS, refuse, shown, type Refusal } from "./refusal.ts";
import type { DecodedToken } from "./token.ts";

export type OidcProvider = {
  readonly type: "oidc";
  readonly domain: string;
  readonly applicationID: string;
};
export type CustomJwtProvider = {
  readonly type: "customJwt";
  readonly issuer: string;
  readonly jwks: string;
  readonly algorithm: "RS256" | "ES256";
  readonly applicationID: string | null;
};
export type Provider = OidcProvider | CustomJwtProvider;

/** The provider for a token: the first whose application is among the audiences and whose issuer matches. */
export function chooseProvider(
  token: DecodedToken & { readonly issuer: string },
  providers: readonly Provider[],
  redacts: boolean,
): Result<Provider, Refusal> {
  if (providers.length === 0) {
    const explanation = "No provider has been pushed with convex/auth.config.ts.";
    return failure(
      refuse("NoAuthProvider", redacts ? NO_PROVIDER : NO_PROVIDERS, {
        step: "issuer",
        explanation,
        file: FILE,
      }),
    );
  }
  const chosen = providers.find(
    (provider) =>
      (provider.applicationID === null || token.audience.includes(provider.applicationID)) &&
      normalizeIssuer(issuerOf(provider)) === normalizeIssuer(token.issuer),
  );
  if (chosen !== undefined) return success(chosen);
  const list = providers.map(describeProvider).join(", ");
  const detail = `. Check that your JWT's issuer and audience match one of your configured providers: [${list}]`;
  const message = redacts ? NO_PROVIDER : NO_PROVIDER + detail;
  return failure(refuse("NoAuthProvider", message, reasonOfMissing(token, providers)));
}

const FILE = "convex/auth.config.ts";

function reasonOfMissing(
  token: DecodedToken & { readonly issuer: string },
  providers: readonly Provider[],
): RefusalReason {
  const sameIssuer = providers.find(
    (provider) => normalizeIssuer(issuerOf(provider)) === normalizeIssuer(token.issuer),
  );
  if (sameIssuer === undefined) {
    return {
      step: "issuer",
      explanation: `The token was issued by ${token.issuer}, and no provider in auth.config has that domain.`,
      found: shown(token.issuer),
      wanted: providers.map((provider) => normalizeIssuer(issuerOf(provider))).join(" or "),
      file: FILE,
    };
  }
  const has = token.audience.length === 0 ? "has no audience (aud)" : `is for ${token.audience.join(", ")}`;
  const wanted = sameIssuer.applicationID ?? "";
  return {
    step: "audience",
    explanation: `The issuer matches, but the token ${has}; the provider's applicationID is ${wanted}.`,
    found: shown(token.audience.length === 0 ? "no aud" : token.audience.join(", ")),
    wanted,
    file: FILE,
  };
}

/** Issuers are compared with a scheme and without trailing slashes (Convex's rule; case and port as they are). */
function normalizeIssuer(issuer: string): string {
  const withScheme = /^https?:\/\//.test(issuer) ? issuer : `https://${issuer}`;
  return withScheme.replace(/\/+$/, "");
}

function issuerOf(provider: Provider): string {
  return provider.type === "oidc" ? provider.domain : provider.issuer;
}

function describeProvider(provider: Provider): string {
  const app = `app_id=${provider.applicationID ?? "none"}`;
  return provider.type === "oidc"
    ? `OIDC(domain=${normalizeIssuer(provider.domain)}, ${app})`
    : `CustomJWT(issuer=${normalizeIssuer(provider.issuer)}, ${app})`;
}
