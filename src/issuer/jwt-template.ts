import type { Json } from "./json-response.ts";

/** A named token shape, as one writes it in Clerk's dashboard. */
export type JwtTemplate = {
  readonly name: string;
  readonly lifetimeSeconds: number;
  /** How long before its issue a token is already valid (`nbf`). */
  readonly clockSkewSeconds: number;
  /** Values may hold shortcodes. */
  readonly claims: Readonly<Record<string, Json>>;
};

/** What Convex reads of a person. The integration with Convex puts the same into the session token. */
export const CONVEX_CLAIMS: JwtTemplate["claims"] = {
  aud: "convex",
  name: "{{user.full_name}}",
  email: "{{user.primary_email_address}}",
  picture: "{{user.image_url}}",
  nickname: "{{user.username}}",
  given_name: "{{user.first_name}}",
  updated_at: "{{user.updated_at}}",
  family_name: "{{user.last_name}}",
  phone_number: "{{user.primary_phone_number}}",
  email_verified: "{{user.email_verified}}",
  phone_number_verified: "{{user.phone_number_verified}}",
};

/** The preset that Clerk offers under the name Convex. */
export const CONVEX_TEMPLATE: JwtTemplate = {
  name: "convex",
  lifetimeSeconds: 60,
  clockSkewSeconds: 5,
  claims: CONVEX_CLAIMS,
};
