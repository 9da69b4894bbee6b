import { hexadecimal, randomIdentifier, type RandomBytes } from "../base/random.ts";

/** What an identifier names; the prefix is part of it. */
export type IdentifierPrefix =
  | "ins"
  | "user"
  | "client"
  | "sess"
  | "sia"
  | "sua"
  | "idn"
  | "dvb"
  | "org"
  | "orgmem"
  | "sit";

/** An identifier in Clerk's form: a prefix, an underscore and 27 letters and digits. */
export function createIdentifier(prefix: IdentifierPrefix, random: RandomBytes): string {
  return `${prefix}_${randomIdentifier(random, 27)}`;
}

/** Twenty hexadecimal digits. Claim: `jti`. */
export function createTokenId(random: RandomBytes): string {
  return hexadecimal(random(10));
}
