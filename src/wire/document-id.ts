/**
 * Document ids in Convex's format: lower-case Crockford base32 of `varint(table number) ++ 16 bytes ++ Fletcher-16`
 * (little endian). User tables start at 10001, which makes 32 characters. Shared by the deployment, which makes ids, and
 * the isolate, which answers `db.normalizeId` without a round trip.
 */

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const INTERNAL_LENGTH = 16;

/** The number of the first user table. */
export const FIRST_TABLE_NUMBER = 10_001;

export type DecodedDocumentId = { readonly tableNumber: number; readonly internal: Uint8Array };

/** `internal` is 16 bytes, random in practice. */
export function encodeDocumentId(tableNumber: number, internal: Uint8Array): string {
  const body = Uint8Array.from([...encodeVarint(tableNumber), ...internal]);
  const checksum = fletcher16(body);
  return encodeBase32(Uint8Array.from([...body, checksum & 255, checksum >> 8]));
}

/** `null` when the text is not an id: wrong alphabet, length or checksum. */
export function decodeDocumentId(text: string): DecodedDocumentId | null {
  if (text.length < 31 || text.length > 37) return null;
  const bytes = decodeBase32(text);
  if (bytes === null) return null;
  const body = bytes.subarray(0, bytes.length - 2);
  const checksum = (bytes[bytes.length - 2] ?? 0) | ((bytes[bytes.length - 1] ?? 0) << 8);
  if (fletcher16(body) !== checksum) return null;
  const prefix = body.subarray(0, body.length - INTERNAL_LENGTH);
  const tableNumber = decodeVarint(prefix);
  if (tableNumber === null) return null;
  return { tableNumber, internal: body.slice(prefix.length) };
}

function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function decodeVarint(bytes: Uint8Array): number | null {
  let value = 0;
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 127) * 128 ** index;
    const isLast = index === bytes.length - 1;
    if (byte < 128 !== isLast) return null;
  }
  return bytes.length === 0 ? null : value;
}

function fletcher16(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) & 255;
    high = (high + low) & 255;
  }
  return (high << 8) | low;
}

function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

function decodeBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 255);
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : null;
}
