/** Choice of one key and verification of the signature. The algorithm is the key's and the provider's, never the token's wish. */
import { importJWK, type CryptoKey } from "jose";
import { decodeBase64Url } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { isKnownAlgorithm, isTextOrNothing } from "./jose-header.ts";
import type { DecodedToken, JsonObject } from "./token.ts";

export type Algorithm = "RS256" | "ES256" | "EdDSA";

const KEY_TYPE = { RS256: "RSA", ES256: "EC", EdDSA: "OKP" } as const;

/**
 * The one key of the set that can have signed (RFC 7517 §4): by `kid` if the token names one, key type, `use` and `alg`.
 * Keys that the product cannot read are passed over.
 */
export function chooseKey(
  keys: readonly JsonObject[],
  algorithm: Algorithm,
  keyId: string | null,
): Result<JsonObject, string> {
  const candidates = keys.filter(
    (key) =>
      isReadable(key) &&
      (keyId === null || key["kid"] === keyId) &&
      key["kty"] === KEY_TYPE[algorithm] &&
      (key["use"] ?? "sig") === "sig" &&
      (key["alg"] ?? algorithm) === algorithm,
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

const KEY_TYPES: readonly unknown[] = ["RSA", "EC", "OKP", "oct"];

function isReadable({ kty, use, kid, alg }: JsonObject): boolean {
  const isKnown = alg === undefined || alg === null || isKnownAlgorithm(alg);
  return KEY_TYPES.includes(kty) && isKnown && [use, kid].every(isTextOrNothing);
}

/** Parameters of WebCrypto per algorithm (RFC 7518 §3.3 and §3.4, RFC 8037 §3.1). */
const PARAMETERS = {
  RS256: { name: "RSASSA-PKCS1-v1_5" },
  ES256: { name: "ECDSA", hash: "SHA-256" },
  EdDSA: { name: "Ed25519" },
} as const;

/** The shortest RSA modulus (RFC 7518 §3.3) and the longest that the product verifies with, in bytes. */
const MIN_MODULUS_LENGTH = 256;
const MAX_MODULUS_LENGTH = 1024;

const utf8 = new TextEncoder();

type ImportedKey = { readonly key: CryptoKey; readonly signatureLength: number };

/** Verifies signatures, keeping imported keys: importing costs more than verifying. */
export class SignatureVerifier {
  readonly #byObject = new WeakMap<JsonObject, Promise<ImportedKey | null>>();
  readonly #byMaterial = new Map<string, Promise<ImportedKey | null>>();

  /** `null` when the signature is the key's; otherwise why not. */
  async problem(token: DecodedToken, jwk: JsonObject, algorithm: Algorithm): Promise<string | null> {
    const { signature } = token;
    if (signature === null || signature.length === 0) return "The token carries no signature.";
    if (jwk["kty"] !== KEY_TYPE[algorithm]) return "The issuer's key is for another algorithm.";
    const imported = await this.#import(jwk, algorithm);
    if (imported === null) return "The issuer's key cannot be read.";
    // RFC 8017 §8.2.2: a signature is exactly as long as the modulus.
    if (signature.length !== imported.signatureLength)
      return "The signature has the wrong length for the key.";
    const signed = utf8.encode(`${token.encodedHeader}.${token.encodedPayload}`);
    const isGenuine = await crypto.subtle.verify(PARAMETERS[algorithm], imported.key, signature, signed);
    if (isGenuine) return null;
    return "The signature was not made with the issuer's key, or the token was changed after it was signed.";
  }

  /** The same key set may come again as the same object or as an equal one. A key serves one algorithm only. */
  #import(jwk: JsonObject, algorithm: Algorithm): Promise<ImportedKey | null> {
    const known = this.#byObject.get(jwk);
    if (known !== undefined) return known;
    const { kty, n, e, crv, x, y } = jwk;
    const material = Object.fromEntries(
      Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => typeof value === "string"),
    );
    const name = JSON.stringify([algorithm, material]);
    if (this.#byMaterial.size >= 32) this.#byMaterial.clear();
    const imported = this.#byMaterial.get(name) ?? importKey(material, algorithm);
    this.#byMaterial.set(name, imported);
    this.#byObject.set(jwk, imported);
    return imported;
  }
}

async function importKey(material: JsonObject, algorithm: Algorithm): Promise<ImportedKey | null> {
  const signatureLength = algorithm === "RS256" ? modulusLength(material["n"]) : 64;
  const isOfLength = signatureLength >= MIN_MODULUS_LENGTH && signatureLength <= MAX_MODULUS_LENGTH;
  if (algorithm === "RS256" && !isOfLength) return null;
  try {
    const key = await importJWK(material, algorithm);
    return key instanceof Uint8Array || key.type !== "public" ? null : { key, signatureLength };
  } catch {
    return null;
  }
}

function modulusLength(encoded: unknown): number {
  const modulus = typeof encoded === "string" ? decodeBase64Url(encoded) : null;
  if (modulus === null) return 0;
  return (
    modulus.length -
    Math.max(
      0,
      modulus.findIndex((byte) => byte !== 0),
    )
  );
}
