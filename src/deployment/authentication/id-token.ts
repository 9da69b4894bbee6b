/** The checks of an OpenID Connect ID token (Core 3.1.3.7) as Convex makes them: stricter in places, laxer in others. */
import { failure, success, type Result } from "../../base/result.ts";
import { oidcIdentity } from "./identity.ts";
import type { OidcProvider } from "./providers.ts";
import type { VerificationStep } from "../../wire/handoff.ts";
import { INTERNAL_ERROR, NOT_AN_ID_TOKEN, refuse, shown, UNVERIFIED_CLAIM, type Refusal } from "./refusal.ts";
import { strictProblem } from "./strict-profile.ts";
import { claimProblem } from "./id-token-claims.ts";
import { isKnownAlgorithm, readHeader, type JoseHeader } from "./jose-header.ts";
import { chooseKey } from "./signature.ts";
import { problemOfParts, type DecodedToken } from "./token.ts";
import type { Verification, VerifiedIdentity } from "./verification.ts";

const ALGORITHMS = ["RS256", "EdDSA"] as const;
const TYPES = ["jwt", "application/jwt", "jose", "application/jose"];
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

export async function verifyIdToken(
  token: DecodedToken & { readonly issuer: string },
  provider: OidcProvider,
  { documents, signatures, nowSeconds, profile }: Verification,
): Promise<Result<VerifiedIdentity, Refusal>> {
  if (!HAS_SCHEME.test(token.issuer)) {
    // The provider is compared with `https://` put in front, but only a URL can be asked for its keys.
    const explanation = `The issuer ${shown(token.issuer)} is not a URL: it has no https:// in front, which an OpenID provider's must have.`;
    return failure(refuse("InternalServerError", INTERNAL_ERROR, { step: "discovery", explanation }));
  }
  const keys = await documents.discoverKeys(token.issuer);
  if (!keys.ok) {
    const message = `Auth provider discovery of ${token.issuer} failed${keys.error.detail}`;
    const { explanation, found, wanted } = keys.error;
    const reason = { step: "discovery", explanation, found, wanted } as const;
    return failure(refuse("AuthProviderDiscoveryFailed", message, reason));
  }
  const parsed = parseIdToken(token);
  if (!parsed.ok) {
    const { step, problem } = parsed.error;
    const explanation = `This is not an ID token: ${problem}.`;
    return failure(refuse("InvalidAuthHeader", NOT_AN_ID_TOKEN, { step, explanation }));
  }
  const { header, subject, expiresAtSeconds } = parsed.value;
  const unverified = (
    step: VerificationStep,
    explanation: string,
    found: unknown = null,
    wanted: string | null = null,
  ): Result<VerifiedIdentity, Refusal> =>
    failure(
      refuse("Unauthenticated", UNVERIFIED_CLAIM, {
        step,
        explanation,
        found: found === null ? null : shown(found),
        wanted,
      }),
    );

  const headerProblem = problemOfHeader(header);
  if (headerProblem !== null) {
    const { typ, cty, crit } = header.members;
    return unverified("header", headerProblem, { typ, cty, crit }, "typ JWT, no cty, no crit");
  }
  const stranger = token.audience.find((audience) => audience !== provider.applicationID);
  if (stranger !== undefined)
    return unverified(
      "audience",
      `The token is also for "${stranger}", which is not trusted here.`,
      token.audience.join(", "),
      provider.applicationID,
    );
  const algorithm = ALGORITHMS.find((name) => name === header.algorithm);
  if (algorithm === undefined) {
    return unverified(
      "header",
      `The token asks for the algorithm ${JSON.stringify(header.algorithm)}; only RS256 and EdDSA are trusted.`,
      header.algorithm,
      ALGORITHMS.join(" or "),
    );
  }
  const key = chooseKey(keys.value, algorithm, header.keyId);
  if (!key.ok) {
    const known = keys.value.map((candidate) => shown(candidate["kid"] ?? "a key without kid"));
    return unverified("key", key.error, header.keyId ?? "no kid", known.join(", ") || "no keys at all");
  }
  const signatureProblem = await signatures.problem(token, key.value, algorithm);
  if (signatureProblem !== null) return unverified("signature", signatureProblem);
  if (nowSeconds >= expiresAtSeconds) {
    return unverified(
      "lifetime",
      `The token expired ${Math.floor(nowSeconds - expiresAtSeconds)} seconds ago.`,
      `exp ${expiresAtSeconds}`,
      `later than ${nowSeconds}`,
    );
  }
  const strictly = strictProblem(token, header, provider.domain, nowSeconds);
  if (strictly !== null && profile === "strict") return unverified(strictly.step, strictly.explanation);
  return success({
    identity: oidcIdentity({ issuer: token.issuer, subject, claims: token.claims }),
    expiresAtSeconds,
    strictly: strictly?.explanation ?? null,
  });
}

type IdToken = {
  readonly header: JoseHeader;
  readonly subject: string;
  readonly expiresAtSeconds: number;
};

type Unreadable = { readonly step: VerificationStep; readonly problem: string };

function parseIdToken(token: DecodedToken): Result<IdToken, Unreadable> {
  const unreadable = (problem: string, step: VerificationStep = "parse"): Result<IdToken, Unreadable> =>
    failure({ step, problem });
  if (token.partCount !== 3) return unreadable(problemOfParts(token.partCount));
  const header = readHeader(token.encodedHeader, isKnownAlgorithm);
  if (!header.ok) return unreadable(`its header ${header.error}`, "header");
  if (token.signature === null) return unreadable("its signature is not base64url");
  const { sub, exp, iat } = token.claims;
  if (typeof sub !== "string") return unreadable("it has no subject (sub)");
  if (typeof exp !== "number") return unreadable("it has no expiry (exp)");
  if (typeof iat !== "number") return unreadable("it does not say when it was issued (iat)");
  const problem = claimProblem(token.claims);
  if (problem !== null) return unreadable(problem);
  return success({ header: header.value, subject: sub, expiresAtSeconds: exp });
}

/** `null` when the header may stand before a token's claims. */
export function problemOfHeader({ type, contentType, isCritical }: JoseHeader): string | null {
  if (type !== null && !TYPES.includes(type.toLowerCase())) {
    return `The token's type (typ) is ${JSON.stringify(type)}, not JWT.`;
  }
  if (contentType !== null) return "The token holds another token (cty), which is not accepted.";
  if (isCritical) return "The token demands extensions (crit) that are not understood here.";
  return null;
}
