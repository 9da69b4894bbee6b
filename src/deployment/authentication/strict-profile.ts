/**
 * What the letter of the standards refuses and the product lets pass: RFC 4648 §3.5, RFC 7519 §4.1.2 and §4.1.5,
 * RFC 7797 §6, OpenID Connect Core 2 and 3.1.3.7. Asked of tokens that the product accepts.
 */
import { hasStrayBits } from "../../base/base64.ts";
import type { VerificationStep } from "../../wire/handoff.ts";
import type { JoseHeader } from "./jose-header.ts";
import type { DecodedToken } from "./token.ts";

/** UTF-16 units. No standard has a bound; servers commonly refuse longer headers, and no issuer needs them. */
const MAX_STRICT_LENGTH = 256 * 1024;

export type StrictProblem = { readonly step: VerificationStep; readonly explanation: string };

export function strictProblem(
  token: DecodedToken & { readonly issuer: string },
  header: JoseHeader,
  domain: string,
  nowSeconds: number,
): StrictProblem | null {
  const { encodedHeader, encodedPayload, encodedSignature, claims } = token;
  if (encodedHeader.length + encodedPayload.length + encodedSignature.length > MAX_STRICT_LENGTH) {
    const explanation = "The token is longer than 256 KiB, more than a server should read.";
    return { step: "parse", explanation };
  }
  const nothing = ["alg", "kid", "typ", "cty", "crit"].find((name) => header.members[name] === null);
  if (nothing !== undefined) {
    return { step: "header", explanation: `The header has ${nothing} with the value null (RFC 7515 §4.1).` };
  }
  const loose = [encodedHeader, encodedPayload, encodedSignature].some(hasStrayBits);
  if (loose) {
    return {
      step: "parse",
      explanation: "A part of the token has stray bits in its last character (RFC 4648 §3.5).",
    };
  }
  const { sub, nbf, iat, azp } = claims;
  if (typeof sub !== "string" || sub === "" || sub.length > 255) {
    const explanation = "The subject (sub) must have 1 to 255 characters (OpenID Connect Core 2).";
    return { step: "parse", explanation };
  }
  if (token.issuer !== withScheme(domain)) {
    const explanation = `The issuer must be the configured one to the letter: ${withScheme(domain)} (RFC 7519 §4.1.1).`;
    return { step: "issuer", explanation };
  }
  if (azp !== undefined && typeof azp !== "string") {
    return {
      step: "audience",
      explanation: "The authorised party (azp) is not a string (OpenID Connect Core 2).",
    };
  }
  if (header.members["b64"] !== undefined) {
    return { step: "header", explanation: "The header has b64 without naming it in crit (RFC 7797 §6)." };
  }
  if (typeof nbf === "number" && nbf > nowSeconds) {
    return {
      step: "lifetime",
      explanation: "The token is not valid yet: nbf lies in the future (RFC 7519 §4.1.5).",
    };
  }
  if (typeof iat === "number" && iat > nowSeconds) {
    const explanation = "The token was issued in the future: iat (OpenID Connect Core 3.1.3.7).";
    return { step: "lifetime", explanation };
  }
  return null;
}

function withScheme(domain: string): string {
  return /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
}
