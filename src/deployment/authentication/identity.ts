/** Verified claims as the functions see them: what `ctx.auth.getUserIdentity()` answers. */
import { hexadecimal } from "../../base/random.ts";
import { isStandardClaim, readTime } from "./id-token-claims.ts";
import type { JsonObject } from "./token.ts";

/** Convex's `UserIdentity`: a flat JSON object. */
export type UserIdentity = Readonly<Record<string, unknown>> & {
  /** `iss|sub`, unique across issuers. */
  readonly tokenIdentifier: string;
  readonly subject: string;
  readonly issuer: string;
};

/** Standard claims (OpenID Connect Core 5.1) and the names that Convex gives them. */
const NAMED: Readonly<Record<string, string>> = {
  name: "name",
  given_name: "givenName",
  family_name: "familyName",
  nickname: "nickname",
  preferred_username: "preferredUsername",
  profile: "profileUrl",
  picture: "pictureUrl",
  website: "websiteUrl",
  email: "email",
  email_verified: "emailVerified",
  gender: "gender",
  birthdate: "birthday",
  zoneinfo: "timezone",
  locale: "language",
  phone_number: "phoneNumber",
  phone_number_verified: "phoneNumberVerified",
};

/** Consumed by the ID token itself, or dropped by Convex. */
const DROPPED = new Set(
  "iss sub aud exp iat auth_time nonce acr amr azp at_hash c_hash jti nbf fva".split(" "),
);
const REGISTERED = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);

type Verified = { readonly issuer: string; readonly subject: string; readonly claims: JsonObject };

/** For an OpenID provider: standard claims under Convex's names, without those in other languages; all others as they are. */
export function oidcIdentity({ issuer, subject, claims }: Verified): UserIdentity {
  const identity: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(claims)) {
    if (DROPPED.has(name)) continue;
    if (name === "address") {
      const formatted = (value as JsonObject | null)?.["formatted"];
      if (typeof formatted === "string") define(identity, "address", formatted);
    } else if (name === "updated_at") {
      const time = readTime(value);
      if (time !== null) define(identity, "updatedAt", timeText(time));
    } else if (Object.hasOwn(NAMED, name)) {
      if (value !== null) define(identity, NAMED[name] ?? name, value);
    } else if (!isStandardClaim(name)) {
      define(identity, name, value);
    }
  }
  return Object.assign(identity, { tokenIdentifier: `${issuer}|${subject}`, subject, issuer });
}

/** For a customJwt provider: raw names, nested objects flattened to dotted ones. */
export function customJwtIdentity({ issuer, subject, claims }: Verified): UserIdentity {
  const identity: Record<string, unknown> = {};
  const flatten = (prefix: string, object: JsonObject): void => {
    for (const [name, value] of Object.entries(object)) {
      if (prefix === "" && REGISTERED.has(name)) continue;
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        flatten(`${prefix}${name}.`, value as JsonObject);
      } else {
        if (prefix !== "" || name !== "fva") define(identity, prefix + name, value);
      }
    }
  };
  flatten("", claims);
  return Object.assign(identity, { tokenIdentifier: `${issuer}|${subject}`, subject, issuer });
}

/** A first piece of SHA-256 as text, for names that must not repeat a token. */
export async function fingerprint(text: string, length: number): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return hexadecimal(new Uint8Array(digest)).slice(0, length);
}

/** Also for a claim named `__proto__`, which must stay a plain property. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}

/** As RFC 3339 text in UTC, with only as many decimals as there are. */
function timeText(time: Date): string {
  return time.toISOString().replace(/(?:\.000)?Z$/, "+00:00");
}
