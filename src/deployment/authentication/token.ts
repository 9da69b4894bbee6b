/** Strict decoding of a compact JWS (RFC 7515 §7.1). Decoded is not verified: nothing here is trusted yet. */
import { decodeBase64Url, hasStrayBits } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Longer tokens are refused unread. */
const MAX_TOKEN_LENGTH = 2 * 1024 * 1024;
/** Seconds since the epoch at the end of the last year that the product's calendar has, 262142. */
export const MAX_SECONDS = 8_210_266_876_799;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A token cut at its dots, its payload decoded and its registered claims of the right types (RFC 7519 §4.1). Of the
 * other parts nothing is known yet, not even whether they are there: the product looks at the payload alone to find the
 * provider.
 */
export type DecodedToken = {
  /** A JWT has three. */
  readonly partCount: number;
  readonly encodedHeader: string;
  readonly encodedPayload: string;
  readonly encodedSignature: string;
  /** `null` when that part is not base64url. */
  readonly signature: Uint8Array<ArrayBuffer> | null;
  readonly claims: JsonObject;
  readonly issuer: string | null;
  readonly audience: readonly string[];
};

export function decodeToken(token: string): Result<DecodedToken, string> {
  if (token.length > MAX_TOKEN_LENGTH) return failure("the token is too long");
  const parts = token.split(".");
  const [encodedHeader = "", encodedPayload, encodedSignature = ""] = parts;
  if (encodedPayload === undefined) return failure(problemOfParts(parts.length));
  const payload = decodeObject(encodedPayload);
  if (!payload.ok) return failure(`the payload cannot be read: ${payload.error}`);
  if (hasStrayBits(encodedPayload)) return failure("the payload's last character has stray bits");
  const problem = registeredClaimProblem(payload.value);
  if (problem !== null) return failure(problem);
  const { iss, aud } = payload.value;
  return success({
    partCount: parts.length,
    encodedHeader,
    encodedPayload,
    encodedSignature,
    signature: decodeBase64Url(encodedSignature),
    claims: payload.value,
    issuer: typeof iss === "string" ? iss : null,
    audience: typeof aud === "string" ? [aud] : Array.isArray(aud) ? (aud as string[]) : [],
  });
}

export function problemOfParts(count: number): string {
  return `a JWT has three parts separated by dots, this has ${count}`;
}

/** A base64url part that holds a JSON object: the payload or the protected header. */
export function decodeObject(part: string): Result<JsonObject, string> {
  const bytes = decodeBase64Url(part);
  if (bytes === null) return failure("it is not base64url");
  const json = parseStrictJson(bytes);
  if (!json.ok) return json;
  if (typeof json.value !== "object" || json.value === null || Array.isArray(json.value)) {
    return failure("it is not a JSON object");
  }
  return success(json.value as JsonObject);
}

function registeredClaimProblem(claims: JsonObject): string | null {
  for (const name of ["iss", "sub", "jti"]) {
    const value = claims[name];
    if (value !== undefined && value !== null && typeof value !== "string")
      return `the claim ${name} is not a string`;
  }
  for (const name of ["exp", "nbf", "iat"]) {
    const value = claims[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== "number" || value < 0 || value > MAX_SECONDS)
      return `the claim ${name} is not a number of seconds`;
  }
  const { aud } = claims;
  if (aud === undefined || aud === null || typeof aud === "string") return null;
  const isList = Array.isArray(aud) && aud.every((entry) => typeof entry === "string");
  return isList ? null : "the claim aud is neither a string nor a list of strings";
}
