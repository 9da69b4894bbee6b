/** A source of randomness: `length` fresh bytes a call. Entry files pass WebCrypto's, tests a fixed one. */
export type RandomBytes = (length: number) => Uint8Array;

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An identifier of `length` letters and digits, without bias. */
export function randomIdentifier(random: RandomBytes, length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of random(length)) {
      // 248 is the largest multiple of 62 that fits a byte; the rest would favour the first letters.
      if (byte < 248 && text.length < length) text += ALPHANUMERIC.charAt(byte % 62);
    }
  }
  return text;
}

/** The bytes as lower-case hexadecimal, two digits each. */
export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
