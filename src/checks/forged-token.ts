/** A forgery for the checks: the genuine header and claims, signed by a key that is not the issuer's. */
import { CompactSign, generateKeyPair } from "jose";
import { decodeBase64Url } from "../base/base64.ts";

export type Forger = (genuine: string) => Promise<string>;

/** The foreign key is made once, at the first forgery. */
export function createForger(): Forger {
  let keys: ReturnType<typeof generateKeyPair> | null = null;
  return async (genuine) => {
    keys ??= generateKeyPair("RS256");
    const { privateKey } = await keys;
    const [header = "", payload = ""] = genuine.split(".");
    const bytes = decodeBase64Url(payload);
    const headerBytes = decodeBase64Url(header);
    if (bytes === null || headerBytes === null) throw new Error("The token to forge is not a JWT.");
    const protectedHeader = JSON.parse(new TextDecoder().decode(headerBytes)) as { alg: string };
    return new CompactSign(bytes).setProtectedHeader(protectedHeader).sign(privateKey);
  };
}
