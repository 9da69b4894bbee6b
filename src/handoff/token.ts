/** A compact JWT taken apart for display. Decoding gains no trust: nothing here says that a claim is true. */
import { decodeBase64Url } from "../base/base64.ts";
import type { TokenVerification } from "../wire/handoff.ts";
import { isJsonObject, parseJson, type JsonObject } from "./json-text.ts";

export type DecodedToken = {
  /** Null when the part cannot be read. */
  readonly header: JsonObject | null;
  readonly claims: JsonObject | null;
  /** Third part as it stands; empty when there is none. */
  readonly signature: string;
  /** Why the token cannot be read in full; null when it can. */
  readonly problem: string | null;
};

export function decodeToken(jwt: string): DecodedToken {
  const parts = jwt.split(".");
  const [headerPart = "", claimsPart = "", signature = ""] = parts;
  const header = decodePart(headerPart);
  const claims = decodePart(claimsPart);
  return { header, claims, signature, problem: problemOf(parts.length, header, claims) };
}

function problemOf(parts: number, header: JsonObject | null, claims: JsonObject | null): string | null {
  if (parts !== 3) return `A compact JWT has three parts joined by dots; this has ${parts}.`;
  if (header === null) return "The header is not base64url-encoded JSON.";
  return claims === null ? "The claims are not base64url-encoded JSON." : null;
}

function decodePart(part: string): JsonObject | null {
  const bytes = decodeBase64Url(part);
  if (bytes === null) return null;
  const value = parseJson(decodeUtf8(bytes));
  return isJsonObject(value) ? value : null;
}

/** Without TextDecoder, which is not part of the language. Null when the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
  } catch {
    return null;
  }
}

export type TokenVerdict = {
  readonly tone: "neutral" | "ok" | "refused";
  readonly sentence: string;
  /** One more sentence for the learner; null when there is nothing to add. */
  readonly explanation: string | null;
};

function acceptedExplanation(strictly: string | null): string {
  const accepted = "The signature matches the issuer's public key, and the claims fit convex/auth.config.ts.";
  return strictly === null
    ? accepted
    : `${accepted} A server that keeps to the letter of the standards would refuse it, though. ${strictly}`;
}

/** What the trusted side knows of a token at one hop. */
export function tokenVerdict(verification: TokenVerification): TokenVerdict {
  switch (verification.status) {
    case "accepted":
      return {
        tone: "ok",
        sentence: `accepted: ${verification.subject}, vouched for by ${verification.issuer}`,
        explanation: acceptedExplanation(verification.strictly),
      };
    case "refused":
      return {
        tone: "refused",
        sentence: `refused: ${verification.code} ${verification.message}`,
        explanation: verification.explanation,
      };
    case "unverified":
      return {
        tone: "neutral",
        sentence: "not verified at this hop",
        explanation: "It is only carried here. Anyone can read these claims; nobody has checked them yet.",
      };
    default:
      return verification satisfies never;
  }
}
