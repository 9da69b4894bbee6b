/**
 * What the letter of the standards refuses and the product lets pass: RFC 4648 §3.5, RFC 7519 §4.1.2 and §4.1.5,
 * RFC 7797 §6, OpenID Connect Core 2 and 3.1.3.7. Asked of tokens that the product accepts.
 */
import { hasStrayBits } from "../../base/base64.ts";
import type { VerificationStep } from "../../wire/handoff.ts";
import type { OidcProvider } from "./providers.ts";
import type { DecodedToken, JsonObject } from "./token.ts";

export type StrictProblem = { readonly step: VerificationStep; readonly explanation: string };

export function strictProblem(
  token: DecodedToken & { readonly issuer: string },
  header: JsonObject,
  provider: OidcProvider,
  nowSeconds: number,
): StrictProblem | null {
  const { encodedHeader, encodedPayload, encodedSignature, claims } = token;
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
  if (token.issuer !== withScheme(provider.domain)) {
    const explanation = `The issuer must be the configured one to the letter: ${withScheme(provider.domain)} (RFC 7519 §4.1.1).`;
    return { step: "issuer", explanation };
  }
  if (azp !== undefined && typeof azp !== "string") {
    return {
      step: "audience",
      explanation: "The authorised party (azp) is not a string (OpenID Connect Core 2).",
    };
  }
  if (header["b64"] !== undefined) {
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
