/** Tokens of a `customJwt` provider: one algorithm, a `kid` in every token, five seconds of leeway. */
import { hasStrayBits } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { RefusalReason } from "../../wire/handoff.ts";
import type { FetchProblem } from "./discovery.ts";
import { problemOfHeader } from "./id-token.ts";
import { customJwtIdentity } from "./identity.ts";
import { JWS_ALGORITHMS, readHeader, type JoseHeader } from "./jose-header.ts";
import type { CustomJwtProvider } from "./providers.ts";
import { refuse, shown, type Refusal } from "./refusal.ts";
import type { SignatureVerifier } from "./signature.ts";
import { statusText } from "./status-text.ts";
import { strictProblem, type StrictProblem } from "./strict-profile.ts";
import { problemOfParts, type DecodedToken, type JsonObject } from "./token.ts";
import type { Verification, VerifiedIdentity } from "./verification.ts";

const LEEWAY_SECONDS = 5;
const FILE = "convex/auth.config.ts";
/** Of a key's name; the sentence must fit into a hop. */
const MAX_REPEATED_LENGTH = 16_384;

type Reason = Pick<RefusalReason, "step" | "explanation"> & Partial<RefusalReason>;
type IssuedToken = DecodedToken & { readonly issuer: string };

export async function verifyCustomJwt(
  token: IssuedToken,
  provider: CustomJwtProvider,
  { documents, signatures, nowSeconds, profile, redacts }: Verification,
): Promise<Result<VerifiedIdentity, Refusal>> {
  const keys = await documents.fetchKeys(provider.jwks);
  if (!keys.ok) {
    const sentence = keySetSentence(keys.error);
    return invalid(sentence, { step: "discovery", explanation: sentence, file: FILE });
  }
  const header = readHeader(token.encodedHeader, (name) => JWS_ALGORITHMS.includes(name));
  const keyId = header.ok && !hasStrayBits(token.encodedHeader) ? header.value.keyId : null;
  if (!header.ok || keyId === null) {
    const explanation = header.ok ? "Its header names no key (kid)." : `Its header ${header.error}.`;
    return invalid(NO_KEY_ID, { step: "header", explanation, found: "no kid", wanted: "a kid" });
  }
  const reason = await undecodable(token, header.value, provider, keys.value, signatures);
  if (reason !== null) return invalid(redacts ? REDACTED : wrongKeySentence(keyId), reason);

  const { sub } = token.claims;
  const [exp, nbf, iat] = [token.claims["exp"], token.claims["nbf"], token.claims["iat"]].map(rounded);
  const untimely = lifetimeSentence({ exp, nbf, iat }, nowSeconds);
  if (untimely !== null) {
    const wanted = `${nowSeconds}, give or take ${LEEWAY_SECONDS} seconds`;
    const found = JSON.stringify({ exp, nbf, iat });
    return invalid(`Could not validate token: ${untimely}`, {
      step: "lifetime",
      explanation: `${untimely}.`,
      found,
      wanted,
    });
  }
  if (typeof sub !== "string") {
    return invalid("Missing subject", { step: "parse", explanation: "The token has no subject (sub)." });
  }
  if (exp === undefined) {
    return invalid("Missing expiry", { step: "lifetime", explanation: "The token has no expiry (exp)." });
  }
  const strictly = strictCustomProblem(token, header.value, provider, keys.value, nowSeconds);
  if (strictly !== null && profile === "strict") return invalid(strictly.explanation, strictly);
  return success({
    identity: customJwtIdentity({ issuer: token.issuer, subject: sub, claims: token.claims }),
    expiresAtSeconds: exp,
    strictly: strictly?.explanation ?? null,
  });
}

const NO_KEY_ID = "Could not decode token. JWT may be missing a 'kid' (key ID) header.";
/** What a production deployment says instead of the key's name. */
const REDACTED =
  "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.";

function wrongKeySentence(keyId: string): string {
  return `Could not decode token. The JWT's 'kid' (key ID) header is '${keyId.slice(0, MAX_REPEATED_LENGTH)}', does this key match any key in the provider's JWKS?`;
}

function invalid(message: string, reason: Reason): Result<VerifiedIdentity, Refusal> {
  return failure(refuse("InvalidAuthHeader", message, reason));
}

/** Everything up to the signature, for which the product has one sentence. `null` when the token is genuine. */
async function undecodable(
  token: IssuedToken,
  header: JoseHeader,
  { algorithm }: CustomJwtProvider,
  keys: readonly JsonObject[],
  signatures: SignatureVerifier,
): Promise<Reason | null> {
  if (token.partCount !== 3) {
    return { step: "parse", explanation: `This is not a JWT: ${problemOfParts(token.partCount)}.` };
  }
  if (token.signature === null || hasStrayBits(token.encodedSignature)) {
    // Unlike the OpenID path, this one refuses stray bits in the last character (RFC 4648 §3.5).
    return { step: "parse", explanation: "The signature is not base64url." };
  }
  // As the product's library does, the first key of that name is taken.
  const key = keys.find((candidate) => candidate["kid"] === header.keyId);
  if (key === undefined) {
    const known = keys.map((candidate) => shown(candidate["kid"] ?? "a key without kid"));
    const explanation = "The provider's key set has no key of that name.";
    const wanted = known.join(", ") || "no keys at all";
    return { step: "key", explanation, found: shown(header.keyId), wanted, file: FILE };
  }
  if (header.algorithm !== algorithm) {
    const explanation = `The token asks for another algorithm than the provider's ${algorithm}.`;
    return { step: "header", explanation, found: header.algorithm, wanted: algorithm, file: FILE };
  }
  const ofKey = key["alg"] ?? algorithm;
  if (ofKey !== algorithm) {
    const explanation = "That key is for another algorithm.";
    return { step: "key", explanation, found: shown(ofKey), wanted: algorithm, file: FILE };
  }
  const problem = await signatures.problem(token, key, algorithm);
  return problem === null ? null : { step: "signature", explanation: problem };
}

type Times = Readonly<Record<"exp" | "nbf" | "iat", number | undefined>>;

/** The product's library keeps whole seconds only. */
function rounded(seconds: unknown): number | undefined {
  return typeof seconds === "number" ? Math.round(seconds) : undefined;
}

function lifetimeSentence({ exp, nbf, iat }: Times, nowSeconds: number): string | null {
  if (exp !== undefined && nowSeconds - exp > LEEWAY_SECONDS) {
    return `Token expired ${nowSeconds - exp} seconds ago`;
  }
  for (const start of [nbf, iat]) {
    if (start !== undefined && start - nowSeconds > LEEWAY_SECONDS) {
      return `Token will be valid in ${start - nowSeconds} seconds`;
    }
  }
  return null;
}

/** What the standards refuse beyond the product: the strict rules of an ID token, one key of that name, no leeway. */
function strictCustomProblem(
  token: IssuedToken,
  header: JoseHeader,
  { issuer, applicationID }: CustomJwtProvider,
  keys: readonly JsonObject[],
  nowSeconds: number,
): StrictProblem | null {
  const problem = problemOfHeader(header);
  if (problem !== null) return { step: "header", explanation: problem };
  const stranger = token.audience.find((audience) => audience !== applicationID);
  if (applicationID !== null && stranger !== undefined) {
    const explanation = `The token is also for "${shown(stranger)}" (OpenID Connect Core 3.1.3.7).`;
    return { step: "audience", explanation };
  }
  if (keys.filter((key) => key["kid"] === header.keyId).length > 1) {
    return { step: "key", explanation: "Two keys of the key set have that name (RFC 7517 §4.5)." };
  }
  if (nowSeconds >= Number(token.claims["exp"])) {
    return { step: "lifetime", explanation: "The token has expired (RFC 7519 §4.1.4)." };
  }
  return strictProblem(token, header, issuer, nowSeconds);
}

function keySetSentence({ url, reason, status, contentType }: FetchProblem): string {
  const advice = "Check that the URL is correct and accessible.";
  switch (reason) {
    case "unreachable":
      return `Could not fetch JWKS from URL '${url}': error sending request for url (${url}). ${advice}`;
    case "status":
      return `Could not fetch JWKS from URL '${url}': HTTP ${statusText(status ?? 0, "Unknown")}. ${advice}`;
    case "content-type":
      return `Invalid Content-Type '${contentType ?? "unknown"}' when fetching JWKS from '${url}'. Expected 'application/json' or 'application/jwk-set+json'.`;
    case "body":
      return `Invalid JWKS response body from '${url}'. The response is not valid JSON or doesn't match the expected JWKS format.`;
    case "data-url":
      return "Invalid JWKS data URL. Check that the data URL is properly formatted and contains valid base64-encoded JSON.";
    default:
      reason satisfies never;
      return "";
  }
}
