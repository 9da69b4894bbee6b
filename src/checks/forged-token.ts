/** A forgery for the checks: the genuine header and claims, signed by a key that is not the issuer's. */
import { CompactSign, generateKeyPair } from "jose";
import { decodeBase64Url } from "../base/base64.ts";

/** `claims` are laid over the genuine ones; without any, the payload is the same to the byte. */
export type Forger = (genuine: string, claims?: Readonly<Record<string, string>>) => Promise<string>;

/** The foreign key is made once, at the first forgery. */
export function createForger(): Forger {
  let keys: ReturnType<typeof generateKeyPair> | null = null;
  return async (genuine, claims = {}) => {
    keys ??= generateKeyPair("RS256");
    const { privateKey } = await keys;
    const { header, payload, payloadBytes } = tokenParts(genuine);
    const said = { ...payload, ...claims };
    const bytes =
      Object.keys(claims).length === 0 ? payloadBytes : new TextEncoder().encode(JSON.stringify(said));
    return new CompactSign(bytes).setProtectedHeader(header).sign(privateKey);
  };
}

/** The parts of a compact JWT; throws when it is none. */
export function tokenParts(jwt: string) {
  const [header, payload] = jwt.split(".").map(decodeBase64Url);
  if (!header || !payload) throw new Error("The token to forge is not a JWT.");
  const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
  return {
    header: decode(header) as Readonly<Record<string, unknown>> & { readonly alg: string },
    payload: decode(payload) as Readonly<Record<string, unknown>>,
    payloadBytes: payload,
  };
}
