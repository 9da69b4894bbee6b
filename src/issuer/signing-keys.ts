/** The key pair of an instance. The private half cannot be exported: it never leaves the realm that made it. */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Json } from "./json-response.ts";

/** A public RSA key as the JWKS serves it. `n` and `e` are base64url (RFC 7518 §6.3.1). */
export type PublicJwk = {
  readonly use: "sig";
  readonly kty: "RSA";
  readonly kid: string;
  readonly alg: "RS256";
  readonly n: string;
  readonly e: string;
};

export type SigningKeys = {
  readonly publicJwk: PublicJwk;
  /** Signs a claims set as a JWT of a category (`cat` of the protected header). Resolves to the compact form. */
  sign(category: TokenCategory, claims: Readonly<Record<string, Json>>): Promise<string>;
};

/** What kind of token it is, in Clerk's private codes. */
export type TokenCategory = "cl_B7d4PD111AAA" | "cl_B7d4PD222AAA";
export const SESSION_TOKEN: TokenCategory = "cl_B7d4PD111AAA";
export const TEMPLATE_TOKEN: TokenCategory = "cl_B7d4PD222AAA";

/** Makes a fresh RS256 pair of 2048 bits, named `keyId`: at Clerk the id of the instance. */
export async function createSigningKeys(keyId: string): Promise<SigningKeys> {
  const pair = await generateKeyPair("RS256", { modulusLength: 2048, extractable: false });
  const { n, e } = await exportJWK(pair.publicKey);
  if (n === undefined || e === undefined) throw new Error("The generated key is not an RSA key");
  return {
    publicJwk: { use: "sig", kty: "RSA", kid: keyId, alg: "RS256", n, e },
    sign: (category, claims) =>
      new SignJWT(sortedByName(claims))
        .setProtectedHeader({ alg: "RS256", cat: category, kid: keyId, typ: "JWT" })
        .sign(pair.privateKey),
  };
}

/** Clerk's tokens list their claims by name. */
function sortedByName(claims: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
