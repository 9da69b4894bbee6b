/**
 * The claims of an ID token (OpenID Connect Core 2 and 5.1) as the product reads them: each has a type, `null` stands for
 * absent, and the names of people may come in several languages (`name#fr`, §5.2). Other claims may be anything.
 */
import { isListOfTextOrNothing, isTextOrNothing } from "./jose-header.ts";
import { MAX_SECONDS, type JsonObject } from "./token.ts";

/** `localized` and `plain` are texts about the person, of which only the former may have a language. */
type Kind = "token-text" | "token-list" | "token-time" | "localized" | "plain" | "flag" | "address" | "time";

const KINDS = new Map<string, Kind>([
  ...kind("token-text", "nonce acr azp at_hash c_hash"),
  ...kind("token-list", "amr"),
  ...kind("token-time", "auth_time"),
  ...kind("localized", "name given_name family_name middle_name nickname profile picture website"),
  ...kind("plain", "sub preferred_username email gender birthday birthdate zoneinfo locale phone_number"),
  ...kind("flag", "email_verified phone_number_verified"),
  ...kind("address", "address"),
  ...kind("time", "updated_at"),
]);
const ADDRESS_PARTS = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

function kind(of: Kind, names: string): [string, Kind][] {
  return names.split(" ").map((name) => [name, of]);
}

function isAboutPerson(of: Kind | undefined): of is Exclude<Kind, `token-${string}`> {
  return of !== undefined && !of.startsWith("token-");
}

/** What the claim is in the product's eyes: null for a custom one. `hasLanguage`: `name#fr` rather than `name`. */
function kindOf(claim: string): { readonly kind: Kind; readonly hasLanguage: boolean } | null {
  const exact = KINDS.get(claim);
  if (exact !== undefined) return { kind: exact, hasLanguage: false };
  const at = claim.indexOf("#");
  if (at < 0) return null;
  const base = KINDS.get(claim.slice(0, at));
  return isAboutPerson(base) ? { kind: base, hasLanguage: at < claim.length - 1 } : null;
}

/** Whether the product has a field of its own for what the claim says of a person, so that it is no custom claim. */
export function isStandardClaim(claim: string): boolean {
  return isAboutPerson(kindOf(claim)?.kind);
}

/** `null` when every claim can be read; otherwise which cannot, and why. */
export function claimProblem(claims: JsonObject): string | null {
  for (const claim of Object.keys(claims)) {
    const found = kindOf(claim);
    if (found === null) continue;
    if (found.hasLanguage && found.kind !== "localized") return `its ${claim} cannot have a language`;
    const value = claims[claim];
    const wanted = value === null ? null : wantedType(found.kind, value);
    if (wanted !== null) return `its ${claim} must be ${wanted}`;
  }
  return null;
}

function wantedType(of: Kind, value: unknown): string | null {
  switch (of) {
    case "token-text":
    case "localized":
    case "plain":
      return typeof value === "string" ? null : "a string";
    case "token-list":
      return isListOfTextOrNothing(value) ? null : "a list of strings";
    case "flag":
      return typeof value === "boolean" ? null : "true or false, not a string";
    case "address":
      return isAddress(value) ? null : "an object of strings";
    case "token-time":
    case "time":
      return readTime(value) === null ? "a number of seconds or a time as of RFC 3339" : null;
    default:
      of satisfies never;
      return null;
  }
}

function isAddress(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return ADDRESS_PARTS.every((part) => isTextOrNothing((value as JsonObject)[part]));
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Seconds since the epoch, or RFC 3339 text. `null` for anything else. */
export function readTime(value: unknown): Date | null {
  if (typeof value === "number") {
    const date = new Date(value * 1000);
    return Math.abs(value) > MAX_SECONDS || Number.isNaN(date.getTime()) ? null : date;
  }
  if (typeof value !== "string" || !RFC_3339.test(value)) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
