const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD);
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}

/** Base64url without padding (RFC 7515 §2). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** The inverse of {@link encodeBase64}; padding may be absent. `null` when the text is not base64. */
export function decodeBase64(text: string): Uint8Array | null {
  return decode(text.replace(/={1,2}$/, ""), STANDARD_VALUES);
}

/** The inverse of {@link encodeBase64Url}. `null` when the text holds any other character, padding included. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  return decode(text, URL_SAFE_VALUES);
}

const STANDARD_VALUES = valuesOf(STANDARD);
const URL_SAFE_VALUES = valuesOf(URL_SAFE);
const NO_VALUE = 255;
const LAST_VALUE = 63;

/** By character code, below 128: tokens are decoded on every request, so no search per character. */
function valuesOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(128).fill(255);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  return values;
}

/**
 * Whether the last character of a base64url text holds bits that belong to no byte and are not zero (RFC 4648 §3.5):
 * only without them does one text stand for given bytes.
 */
export function hasStrayBits(text: string): boolean {
  const value = URL_SAFE.indexOf(text.at(-1) ?? "A");
  const left = text.length % 4;
  if (left === 0) return false;
  return (value & (left === 2 ? 15 : 3)) !== 0;
}

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    if (left > 1) text += alphabet.charAt((group >> 6) & 63);
    if (left > 2) text += alphabet.charAt(group & 63);
  }
  return text;
}

function decode(text: string, values: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const left = text.length % 4;
  if (left === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  const whole = text.length - left;
  let length = 0;
  const value = (at: number): number => {
    const code = text.charCodeAt(at);
    return code < 128 ? (values[code] ?? NO_VALUE) : NO_VALUE;
  };
  for (let at = 0; at < whole; at += 4) {
    const [a, b, c, d] = [value(at), value(at + 1), value(at + 2), value(at + 3)];
    if ((a | b | c | d) > LAST_VALUE) return null;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[length++] = group >> 16;
    bytes[length++] = (group >> 8) & 255;
    bytes[length++] = group & 255;
  }
  if (left === 0) return bytes;
  const [a, b, c] = [value(whole), value(whole + 1), left === 3 ? value(whole + 2) : 0];
  if ((a | b | c) > LAST_VALUE) return null;
  bytes[length++] = (a << 2) | (b >> 4);
  if (left === 3) bytes[length] = ((b & 15) << 4) | (c >> 2);
  return bytes;
}
