/** For tests: an issuer whose tokens hold whatever text is wanted, and a deployment that trusts it. */
import { exportJWK, generateKeyPair, type CryptoKey } from "jose";
import { encodeBase64Url } from "../../base/base64.ts";
import { ManualClock } from "../../base/clock.ts";
import type { HttpResponse } from "../../wire/network.ts";
import type { CustomJwtProvider, OidcProvider, Provider } from "./providers.ts";
import { Authenticator, type AuthenticatorRules } from "./verify.ts";

export const ISSUER = "https://clerk.issuer.test";
export const NOW = 1_800_000_000;
export const CONFIGURATION = `${ISSUER}/.well-known/openid-configuration`;
export const KEY_SET = `${ISSUER}/.well-known/jwks.json`;

export const OIDC: OidcProvider = { type: "oidc", domain: ISSUER, applicationID: "convex" };
export const CUSTOM: CustomJwtProvider = {
  type: "customJwt",
  issuer: ISSUER,
  jwks: KEY_SET,
  algorithm: "RS256",
  applicationID: "convex",
};

type Key = { readonly privateKey: CryptoKey; readonly jwk: Readonly<Record<string, unknown>> };

async function makeKey(algorithm: "RS256" | "ES256" | "EdDSA", kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: algorithm } };
}

export const rsa = await makeKey("RS256", "ins_main");
export const elliptic = await makeKey("ES256", "ins_ec");
export const edwards = await makeKey("EdDSA", "ins_ed");
export const keySet = { keys: [rsa.jwk, elliptic.jwk, edwards.jwk] };

export const HEADER = { alg: "RS256", kid: "ins_main", typ: "JWT" };
export const CLAIMS = { iss: ISSUER, aud: "convex", sub: "user_1", iat: NOW, exp: NOW + 60 };

const encode = (part: object | string): string =>
  encodeBase64Url(new TextEncoder().encode(typeof part === "string" ? part : JSON.stringify(part)));

/** Genuine, whatever it holds: an object, or JSON text that an object cannot stand for. */
export async function sign(
  claims: object | string = CLAIMS,
  header: object | string = HEADER,
  { privateKey }: Key = rsa,
): Promise<string> {
  const signed = `${encode(header)}.${encode(claims)}`;
  const { name } = privateKey.algorithm;
  const signature = await crypto.subtle.sign(
    name === "ECDSA" ? { name, hash: "SHA-256" } : { name },
    privateKey,
    new TextEncoder().encode(signed),
  );
  return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`;
}

export function jsonResponse(
  body: unknown,
  contentType: string | null = "application/json",
  status = 200,
): HttpResponse {
  const headers: [string, string][] = contentType === null ? [] : [["content-type", contentType]];
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export type Documents = Readonly<Record<string, HttpResponse>>;

/** What the issuer answers, except for what `changed` says. */
export function documents(changed: Documents = {}): Documents {
  return {
    [CONFIGURATION]: jsonResponse({ issuer: ISSUER, jwks_uri: KEY_SET }),
    [KEY_SET]: jsonResponse(keySet),
    ...changed,
  };
}

export type Surroundings = {
  readonly provider?: Provider;
  readonly internet?: Documents;
  readonly rules?: Partial<AuthenticatorRules>;
  readonly nowMs?: number;
};

export function deployment({
  provider = OIDC,
  internet = documents(),
  rules = {},
  nowMs = NOW * 1000,
}: Surroundings = {}): { readonly authenticator: Authenticator; readonly asked: string[] } {
  const asked: string[] = [];
  const authenticator = new Authenticator(
    new ManualClock(nowMs),
    async ({ url }) => {
      asked.push(url);
      const response = internet[url];
      if (response === undefined) throw new Error("no such host");
      return response;
    },
    { profile: "convex", redacts: false, ...rules },
  );
  authenticator.providers = [provider];
  return { authenticator, asked };
}

/** The identity's claims when the token is accepted, otherwise `code: message`. */
export async function verdict(token: string, surroundings: Surroundings = {}): Promise<unknown> {
  const verified = await deployment(surroundings).authenticator.verify(token);
  return verified.ok ? verified.value.identity : `${verified.error.code}: ${verified.error.message}`;
}
