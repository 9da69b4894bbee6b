/** Choice of one key and verification of the signature. The algorithm is the key's and the provider's, never the token's wish. */
import { flattenedVerify, importJWK, type CryptoKey } from "jose";
import { decodeBase64Url } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { DecodedToken, JsonObject } from "./token.ts";

export type Algorithm = "RS256" | "ES256" | "EdDSA";

const KEY_TYPE = { RS256: "RSA", ES256: "EC", EdDSA: "OKP" } as const;
const CURVE = { RS256: undefined, ES256: "P-256", EdDSA: "Ed25519" } as const;

/** The one key of the set that can have signed (RFC 7517 §4): by `kid` if any, key type, `use` and `alg`. */
export function chooseKey(
  keys: readonly JsonObject[],
  algorithm: Algorithm,
  keyId: string | null,
): Result<JsonObject, string> {
  const sameId = keys.filter((key) => keyId === null || key["kid"] === keyId);
  const candidates = sameId.filter(
    (key) =>
      key["kty"] === KEY_TYPE[algorithm] &&
      (CURVE[algorithm] === undefined || key["crv"] === CURVE[algorithm]) &&
      (key["use"] === undefined || key["use"] === "sig") &&
      (key["alg"] === undefined || key["alg"] === algorithm),
  );
  const [key] = candidates;
  const name = keyId === null ? "no kid" : `kid "${keyId.slice(0, 80)}"`;
  if (key === undefined) {
    return failure(`The token names ${name} and ${algorithm}; the issuer's key set has no such key.`);
  }
  if (candidates.length > 1)
    return failure(`The token names ${name}; ${candidates.length} keys could be meant.`);
  return success(key);
}

/** Verifies signatures, keeping imported keys: importing costs more than verifying. */
export class SignatureVerifier {
  readonly #imported = new Map<string, Promise<CryptoKey | null>>();

  /** `null` when the signature is the key's; otherwise why not. */
  async problem(token: DecodedToken, jwk: JsonObject, algorithm: Algorithm): Promise<string | null> {
    const signature = decodeBase64Url(token.encodedSignature);
    if (signature === null || signature.length === 0) return "The token carries no signature.";
    if (signature.length !== signatureLength(jwk, algorithm))
      return "The signature has the wrong length for the key.";
    const key = await this.#import(jwk, algorithm);
    if (key === null) return "The issuer's key cannot be read.";
    // Without a prototype: jose reads options that `Object.prototype` might have been given.
    const options = Object.assign(Object.create(null) as object, { algorithms: [algorithm] });
    try {
      await flattenedVerify(
        {
          protected: token.encodedHeader,
          payload: token.encodedPayload,
          signature: token.encodedSignature,
        },
        key,
        options,
      );
      return null;
    } catch {
      return "The signature was not made with the issuer's key, or the token was changed after it was signed.";
    }
  }

  #import(jwk: JsonObject, algorithm: Algorithm): Promise<CryptoKey | null> {
    const { kty, n, e, crv, x, y } = jwk;
    const material = Object.fromEntries(
      Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => typeof value === "string"),
    );
    const name = JSON.stringify([algorithm, material]);
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    if (this.#imported.size >= 32) this.#imported.clear();
    const imported = importJWK(material, algorithm).then(
      (key) => (key instanceof Uint8Array ? null : key),
      () => null,
    );
    this.#imported.set(name, imported);
    return imported;
  }
}

/** Bytes of a signature: the RSA modulus (RFC 8017 §8.2.2), or 64 for P-256 and Ed25519. */
function signatureLength(jwk: JsonObject, algorithm: Algorithm): number {
  if (algorithm !== "RS256") return 64;
  const modulus = typeof jwk["n"] === "string" ? decodeBase64Url(jwk["n"]) : null;
  if (modulus === null) return 0;
  const leading = modulus.findIndex((byte) => byte !== 0);
  return modulus.length - Math.max(0, leading);
}
