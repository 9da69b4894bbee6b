/** What the names in a token's header and claims mean, in plain words. */
import type { JsonObject } from "./json-text.ts";

export type ExplainedClaim = {
  readonly name: string;
  /** As JSON has it; strings without quotes. */
  readonly value: string;
  /** Instants as a person reads them; null for everything else. */
  readonly spoken: string | null;
  /** Null for a claim that is not known here. */
  readonly meaning: string | null;
};

const MEANINGS: Readonly<Record<string, string>> = {
  alg: "Algorithm of the signature. Convex accepts RS256 and ES256.",
  kid: "Which of the issuer's keys signed it.",
  typ: "Type of the token.",
  cat: "Clerk's category of the token.",
  iss: "Issuer: who signed it. Must equal the domain in convex/auth.config.ts.",
  sub: "Subject: the person's stable user id. It becomes identity.subject.",
  aud: 'Audience: for whom it is meant. Must equal the applicationID, "convex".',
  exp: "Expires at: refused from this moment on.",
  iat: "Issued at.",
  nbf: "Not before: not valid until this moment.",
  jti: "Unique id of this token.",
  azp: "Authorized party: the origin of the page that asked for it.",
  sid: "Session id at Clerk.",
  sts: "Status of the session at Clerk.",
  fva: "Factor verification age: minutes since the first and second factor were checked; -1 means never.",
  v: "Version of Clerk's session token.",
  name: "Full name. It becomes identity.name.",
  nickname: "Nickname. It becomes identity.nickname.",
  given_name: "First name. It becomes identity.givenName.",
  family_name: "Last name. It becomes identity.familyName.",
  email: "Email address. It becomes identity.email.",
  email_verified: "Whether Clerk has verified the email address.",
  phone_number: "Phone number. It becomes identity.phoneNumber.",
  phone_number_verified: "Whether Clerk has verified the phone number.",
  picture: "Address of the profile picture. It becomes identity.pictureUrl.",
  updated_at: "When the profile last changed.",
};

const INSTANTS = new Set(["exp", "iat", "nbf"]);

/** Every name of the header or the claims, in the order of the token. */
export function explainClaims(claims: JsonObject): ExplainedClaim[] {
  return Object.entries(claims).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : JSON.stringify(value),
    spoken: INSTANTS.has(name) && typeof value === "number" ? spokenInstant(value) : null,
    meaning: Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? null) : null,
  }));
}

/** Seconds since the epoch as UTC, to the second. */
function spokenInstant(seconds: number): string | null {
  const instant = new Date(seconds * 1000);
  if (Number.isNaN(instant.getTime())) return null;
  return instant
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
}
