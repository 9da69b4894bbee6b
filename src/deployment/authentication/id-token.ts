/** The checks of an OpenID Connect ID token (Core 3.1.3.7) as Convex makes them: stricter in places, laxer in others. */
import { failure, success, type Result } from "../../base/result.ts";
import { oidcIdentity } from "./identity.ts";
import type { OidcProvider } from "./providers.ts";
import type { VerificationStep } from "../../wire/handoff.ts";
import { NOT_AN_ID_TOKEN, refuse, shown, UNVERIFIED_CLAIM, type Refusal } from "./refusal.ts";
import { strictProblem } from "./strict-profile.ts";
import { chooseKey } from "./signature.ts";
import { decodeObject, type DecodedToken, type JsonObject } from "./token.ts";
import type { Verification, VerifiedIdentity } from "./verify.ts";

const ALGORITHMS = ["RS256", "EdDSA"] as const;
const TYPES = ["jwt", "application/jwt", "jose", "application/jose"];

export async function verifyIdToken(
  token: DecodedToken & { readonly issuer: string },
  provider: OidcProvider,
  { documents, signatures, nowSeconds, profile }: Verification,
): Promise<Result<VerifiedIdentity, Refusal>> {
  const keys = await documents.discoverKeys(token.issuer);
  if (!keys.ok) {
    const message = `Auth provider discovery of ${token.issuer} failed${keys.error.detail}`;
    const { explanation } = keys.error;
    return failure(refuse("AuthProviderDiscoveryFailed", message, { step: "discovery", explanation }));
  }
  const parsed = parseIdToken(token);
  if (!parsed.ok) {
    const explanation = `This is not an ID token: ${parsed.error}.`;
    return failure(refuse("InvalidAuthHeader", NOT_AN_ID_TOKEN, { step: "header", explanation }));
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
  if (headerProblem !== null) return unverified("header", headerProblem);
  const stranger = token.audience.find((audience) => audience !== provider.applicationID);
  if (stranger !== undefined)
    return unverified(
      "audience",
      `The token is also for "${stranger}", which is not trusted here.`,
      token.audience.join(", "),
      provider.applicationID,
    );
  const algorithm = ALGORITHMS.find((name) => name === header["alg"]);
  if (algorithm === undefined) {
    return unverified(
      "header",
      `The token asks for the algorithm ${JSON.stringify(header["alg"] ?? null)}; only RS256 and EdDSA are trusted.`,
      header["alg"] ?? "no alg",
      ALGORITHMS.join(" or "),
    );
  }
  const keyId = header["kid"];
  const key = chooseKey(keys.value, algorithm, typeof keyId === "string" ? keyId : null);
  if (!key.ok) {
    const known = keys.value.map((candidate) => shown(candidate["kid"] ?? "a key without kid"));
    return unverified("key", key.error, keyId ?? "no kid", known.join(", ") || "no keys at all");
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
  const strictly = strictProblem(token, header, provider, nowSeconds);
  if (strictly !== null && profile === "strict") return unverified(strictly.step, strictly.explanation);
  return success({
    identity: oidcIdentity({ issuer: token.issuer, subject, claims: token.claims }),
    expiresAtSeconds,
    strictly: strictly?.explanation ?? null,
  });
}

type IdToken = { readonly header: JsonObject; readonly subject: string; readonly expiresAtSeconds: number };

function parseIdToken(token: DecodedToken): Result<IdToken, string> {
  const header = decodeObject(token.encodedHeader);
  if (!header.ok) return failure(`its header cannot be read: ${header.error}`);
  const { alg, kid } = header.value;
  if (typeof alg !== "string") return failure("its header has no alg");
  if (kid !== undefined && typeof kid !== "string") return failure("the kid in its header is not a string");
  if (token.signature === null) return failure("its signature is not base64url");
  const { sub, exp, iat, email_verified, phone_number_verified, address } = token.claims;
  if (typeof sub !== "string") return failure("it has no subject (sub)");
  if (typeof exp !== "number") return failure("it has no expiry (exp)");
  if (typeof iat !== "number") return failure("it does not say when it was issued (iat)");
  for (const flag of [email_verified, phone_number_verified]) {
    if (flag !== undefined && flag !== null && typeof flag !== "boolean") {
      return failure("email_verified and phone_number_verified must be booleans");
    }
  }
  const hasAddress = address !== undefined && address !== null;
  if (hasAddress && (typeof address !== "object" || Array.isArray(address)))
    return failure("its address is not an object");
  return success({ header: header.value, subject: sub, expiresAtSeconds: exp });
}

function problemOfHeader(header: JsonObject): string | null {
  const { typ, cty, crit } = header;
  if (typ !== undefined && !(typeof typ === "string" && TYPES.includes(typ.toLowerCase()))) {
    return `The token's type (typ) is ${JSON.stringify(typ)}, not JWT.`;
  }
  if (cty !== undefined) return "The token holds another token (cty), which is not accepted.";
  if (crit !== undefined) return "The token demands extensions (crit) that are not understood here.";
  return null;
}
