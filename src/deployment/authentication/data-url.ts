/** Data URLs (RFC 2397) as the Fetch standard reads them: any media type, percent-encoding, forgiving base64. */
import { failure, success, type Result } from "../../base/result.ts";

/** `null` when it is no data URL at all; otherwise its bytes, or a failure when the base64 in it is none. */
export function readDataUrl(url: string): Result<Uint8Array, "base64"> | null {
  const found = /^\s*data:([^,]*),([^#]*)/is.exec(url);
  if (found === null) return null;
  const [, mediaType = "", body = ""] = found;
  const bytes = percentDecode(body);
  if (!/; *base64\s*$/i.test(mediaType)) return success(bytes);
  try {
    const binary = atob(new TextDecoder("latin1").decode(bytes));
    return success(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return failure("base64");
  }
}

function percentDecode(text: string): Uint8Array {
  const bytes: number[] = [];
  const encoded = new TextEncoder().encode(text);
  for (let at = 0; at < encoded.length; at++) {
    const byte = encoded[at] ?? 0;
    const hex = byte === PERCENT ? String.fromCharCode(encoded[at + 1] ?? 0, encoded[at + 2] ?? 0) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else {
      bytes.push(byte);
    }
  }
  return new Uint8Array(bytes);
}

const PERCENT = "%".charCodeAt(0);
