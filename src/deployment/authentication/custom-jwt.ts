/** Tokens of a `customJwt` provider: one algorithm, a `kid` in every token, five seconds of leeway. */
import { encodeBase64Url } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { VerificationStep } from "../../wire/handoff.ts";
import type { FetchProblem } from "./discovery.ts";
import { customJwtIdentity } from "./identity.ts";
import type { CustomJwtProvider } from "./providers.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { decodeObject, type DecodedToken } from "./token.ts";
import type { Verification, VerifiedIdentity } from "./verify.ts";

const LEEWAY_SECONDS = 5;

export async function verifyCustomJwt(
  token: DecodedToken & { readonly issuer: string },
  provider: CustomJwtProvider,
  { documents, signatures, nowSeconds }: Verification,
): Promise<Result<VerifiedIdentity, Refusal>> {
  const invalid = (
    step: VerificationStep,
    message: string,
    explanation = message,
  ): Result<VerifiedIdentity, Refusal> =>
    failure(refuse("InvalidAuthHeader", message, { step, explanation }));

  const keys = await documents.fetchKeys(provider.jwks);
  if (!keys.ok) return invalid("discovery", keySetSentence(keys.error));
  const header = decodeObject(token.encodedHeader);
  const keyId = header.ok ? header.value["kid"] : undefined;
  if (!header.ok || typeof keyId !== "string" || !hasCanonicalSignature(token)) {
    return invalid("header", "Could not decode token. JWT may be missing a 'kid' (key ID) header.");
  }
  const undecodable = `Could not decode token. The JWT's 'kid' (key ID) header is '${keyId.slice(0, 200)}', does this key match any key in the provider's JWKS?`;
  if (header.value["alg"] !== provider.algorithm) {
    return invalid(
      "header",
      undecodable,
      `The token asks for another algorithm than the provider's ${provider.algorithm}.`,
    );
  }
  // As the product's library does, the first key of that name is taken.
  const key = keys.value.find((candidate) => candidate["kid"] === keyId);
  if (key === undefined)
    return invalid("key", undecodable, "The provider's key set has no key of that name.");
  const named = key["alg"];
  if (named !== undefined && named !== provider.algorithm)
    return invalid("key", undecodable, "That key is for another algorithm.");
  const problem = await signatures.problem(token, key, provider.algorithm);
  if (problem !== null) return invalid("signature", undecodable, problem);

  const { exp, nbf, iat, sub } = token.claims;
  const validity = "Could not validate token: ";
  if (typeof exp !== "number") return invalid("lifetime", `${validity}Missing expiry`);
  if (nowSeconds - exp > LEEWAY_SECONDS) {
    return invalid("lifetime", `${validity}Token expired ${Math.floor(nowSeconds - exp)} seconds ago`);
  }
  for (const start of [nbf, iat]) {
    if (typeof start === "number" && start - nowSeconds > LEEWAY_SECONDS) {
      return invalid(
        "lifetime",
        `${validity}Token will be valid in ${Math.floor(start - nowSeconds)} seconds`,
      );
    }
  }
  if (typeof sub !== "string") return invalid("parse", "Missing subject");
  return success({
    identity: customJwtIdentity({ issuer: token.issuer, subject: sub, claims: token.claims }),
    expiresAtSeconds: exp,
    strictly: null,
  });
}

/** Unlike the OpenID path, this one refuses stray bits in the last character (RFC 4648 §3.5). */
function hasCanonicalSignature({ signature, encodedSignature }: DecodedToken): boolean {
  return signature !== null && encodeBase64Url(signature) === encodedSignature;
}

function keySetSentence({ url, reason, status, contentType }: FetchProblem): string {
  switch (reason) {
    case "unreachable":
      return `Could not fetch JWKS from URL '${url}'. Check that the URL is correct and accessible.`;
    case "status":
      return `Could not fetch JWKS from URL '${url}': HTTP ${status ?? ""}${status === 404 ? " Not Found" : ""}. Check that the URL is correct and accessible.`;
    case "content-type":
      return `Invalid Content-Type '${contentType ?? ""}' when fetching JWKS from '${url}'. Expected 'application/json' or 'application/jwk-set+json'.`;
    case "body":
      return `Invalid JWKS response body from '${url}'. The response is not valid JSON or doesn't match the expected JWKS format.`;
    default:
      reason satisfies never;
      return "";
  }
}
