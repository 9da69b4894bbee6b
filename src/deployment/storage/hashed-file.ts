import { decodeBase64, encodeBase64 } from "../../base/base64.ts";
import type { StoredFile } from "./files.ts";

export async function withHash(bytes: Uint8Array, contentType: string | null): Promise<StoredFile> {
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
  return { bytes, contentType, sha256 };
}

/** `expected` is base64. */
export function sha256Problem({ sha256 }: StoredFile, expected: string): string | null {
  const actual = encodeBase64(sha256);
  const wanted = decodeBase64(expected);
  const text = wanted === null ? expected : encodeBase64(wanted);
  return text === actual ? null : `Sha256 mismatch. Expected: ${text} Actual: ${actual}`;
}
