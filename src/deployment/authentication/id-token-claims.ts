/**
 * The claims of an ID token (OpenID Connect Core 2 and 5.1) as the product reads them: each has a type, `null` stands for
 * absent, and the names of people may come in several languages (`name#fr`, §5.2). Other claims may be anything.
 */
import { isListOfTextOrNothing, isTextOrNothing } from "./jose-header.ts";
import { MAX_SECONDS, type JsonObject } from "./token.ts";

const OWN_TEXTS = new Set(["nonce", "acr", "azp", "at_hash", "c_hash"]);
const LOCALIZED = new Set(
  "name given_name family_name middle_name nickname profile picture website".split(" "),
);
const TEXTS = new Set(
  "sub preferred_username email gender birthday birthdate zoneinfo locale phone_number".split(" "),
);
const FLAGS = new Set(["email_verified", "phone_number_verified"]);
const ADDRESS_PARTS = ["formatted", "street_address", "locality", "region", "postal_code", "country"];

/** A claim's name without its language. `tag` is null where there is none. */
export function splitLanguage(claim: string): { readonly name: string; readonly tag: string | null } {
  const at = claim.indexOf("#");
  return at < 0 || at === claim.length - 1
    ? { name: at < 0 ? claim : claim.slice(0, at), tag: null }
    : { name: claim.slice(0, at), tag: claim.slice(at + 1) };
}

/** Whether the product has a field of its own for it, so that it is no custom claim. */
export function isStandardClaim(claim: string): boolean {
  const { name, tag } = splitLanguage(claim);
  return LOCALIZED.has(name) || (tag === null && isPlainStandard(name));
}

function isPlainStandard(name: string): boolean {
  return TEXTS.has(name) || FLAGS.has(name) || name === "address" || name === "updated_at";
}

/** `null` when every claim can be read; otherwise which cannot, and why. */
export function claimProblem(claims: JsonObject): string | null {
  for (const [claim, value] of Object.entries(claims)) {
    const { name, tag } = splitLanguage(claim);
    if (tag !== null && isPlainStandard(name))
      return `its ${claim} has a language, which ${name} cannot have`;
    if (value === null) continue;
    const wanted = wantedType(claim, name, value);
    if (wanted !== null) return `its ${claim} must be ${wanted}`;
  }
  return null;
}

function wantedType(claim: string, name: string, value: unknown): string | null {
  if (OWN_TEXTS.has(claim) || LOCALIZED.has(name) || TEXTS.has(name)) {
    return typeof value === "string" ? null : "a string";
  }
  if (claim === "amr") return isListOfTextOrNothing(value) ? null : "a list of strings";
  if (FLAGS.has(name)) return typeof value === "boolean" ? null : "true or false, not a string";
  if (name === "address") return isAddress(value) ? null : "an object of strings";
  if (claim === "auth_time" || name === "updated_at") {
    return readTime(value) === null ? "a number of seconds or a time as of RFC 3339" : null;
  }
  return null;
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
