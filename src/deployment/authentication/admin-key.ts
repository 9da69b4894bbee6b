/** The deployment's own key: whoever holds it may call internal functions, as nobody or in a person's name. */
import * as v from "valibot";
import { decodeBase64 } from "../../base/base64.ts";
import type { UserIdentity } from "./identity.ts";

/** `identity` is whose name the admin acts in. */
export type Admin = { readonly identity: UserIdentity | null };

const AttributesSchema = v.looseObject({
  subject: v.optional(v.string(), ""),
  issuer: v.optional(v.string(), ""),
  tokenIdentifier: v.optional(v.string()),
});

/**
 * `value` is the key, over HTTP followed by `:` and the attributes of a person as JSON in base64; the socket has them in
 * `attributes`. `null` when it is not the deployment's key, or there is none; "malformed" when it is, and the person
 * cannot be read.
 */
export function parseAdminKey(
  value: string,
  key: string | null,
  attributes?: unknown,
): Admin | "malformed" | null {
  if (key === null || (value !== key && !value.startsWith(`${key}:`))) return null;
  const acting = value === key ? attributes : attributesFrom(value.slice(key.length + 1));
  if (acting === undefined || acting === null) return value === key ? { identity: null } : "malformed";
  const parsed = v.safeParse(AttributesSchema, acting);
  if (!parsed.success) return "malformed";
  const { issuer, subject, tokenIdentifier } = parsed.output;
  if (tokenIdentifier === undefined && (issuer === "" || subject === "")) return "malformed";
  return {
    identity: {
      ...parsed.output,
      issuer,
      subject,
      tokenIdentifier: tokenIdentifier ?? `${issuer}|${subject}`,
    },
  };
}

function attributesFrom(base64: string): unknown {
  try {
    const bytes = decodeBase64(base64);
    return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
