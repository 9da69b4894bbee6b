/** The protected header of a JWS (RFC 7515 §4) as the product reads it: `null` is the same as absent. */
import { failure, success, type Result } from "../../base/result.ts";
import { decodeObject, type JsonObject } from "./token.ts";

export type JoseHeader = {
  readonly algorithm: string;
  readonly keyId: string | null;
  readonly type: string | null;
  readonly contentType: string | null;
  readonly isCritical: boolean;
  /** Everything that the header holds. */
  readonly members: JsonObject;
};

/** Signatures of RFC 7518 §3.1; `EdDSA` of RFC 8037. */
export const JWS_ALGORITHMS: readonly unknown[] =
  "none HS256 HS384 HS512 RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512".split(" ");
/** Content encryption of RFC 7518 §5.1. */
const JWE_ALGORITHMS: readonly unknown[] =
  "A128CBC-HS256 A192CBC-HS384 A256CBC-HS512 A128GCM A192GCM A256GCM".split(" ");

/** Whether it is an `alg` that the product has heard of; a header or a key with any other cannot be read. */
export function isKnownAlgorithm(name: unknown): boolean {
  return name === "EdDSA" || JWS_ALGORITHMS.includes(name) || JWE_ALGORITHMS.includes(name);
}

export function isTextOrNothing(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

export function isListOfTextOrNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** The failure says what cannot be read, and goes on after "its header". */
export function readHeader(
  encoded: string,
  isAlgorithm: (name: unknown) => boolean,
): Result<JoseHeader, string> {
  const decoded = decodeObject(encoded);
  if (!decoded.ok) return failure(`cannot be read: ${decoded.error}`);
  const { alg, kid, typ, cty, crit } = decoded.value;
  if (typeof alg !== "string") return failure("has no alg");
  if (!isAlgorithm(alg)) return failure(`asks for an algorithm that does not exist: ${JSON.stringify(alg)}`);
  if (!isTextOrNothing(kid)) return failure("has a kid that is not a string");
  if (!isTextOrNothing(typ)) return failure("has a typ that is not a string");
  if (!isTextOrNothing(cty)) return failure("has a cty that is not a string");
  if (!isListOfTextOrNothing(crit)) return failure("has a crit that is not a list of strings");
  return success({
    algorithm: alg,
    keyId: kid ?? null,
    type: typ ?? null,
    contentType: cty ?? null,
    isCritical: crit !== undefined && crit !== null,
    members: decoded.value,
  });
}
