import type { MintOptions } from "../wire/issuer.ts";
import { createTokenId } from "./identifiers.ts";
import type { InstanceState } from "./instance-state.ts";
import type { JwtTemplate } from "./jwt-template.ts";
import { fullName, type Account } from "./people.ts";
import { expandShortcodes, type ShortcodeValues } from "./shortcodes.ts";
import { TEMPLATE_TOKEN } from "./signing-keys.ts";

/** Issues a token of a template, in compact form. The default claims win over the template's. */
export function issueTemplateToken(
  state: InstanceState,
  account: Account,
  template: JwtTemplate,
  { audience, ageSeconds = 0 }: MintOptions = {},
): Promise<string> {
  const issuedAt = Math.floor(state.clock.now() / 1000) - ageSeconds;
  const values = shortcodeValues(account);
  const claims = Object.entries(template.claims).map(
    ([name, value]) => [name, expandShortcodes(value, values)] as const,
  );
  const kept = audience === undefined ? claims : claims.filter(([name]) => name !== "aud");
  return state.keys.sign(TEMPLATE_TOKEN, {
    ...Object.fromEntries(kept),
    ...(typeof audience === "string" ? { aud: audience } : {}),
    azp: state.options.appOrigin,
    exp: issuedAt + template.lifetimeSeconds,
    iat: issuedAt,
    iss: state.issuer,
    jti: createTokenId(state.random),
    nbf: issuedAt - template.clockSkewSeconds,
    sub: account.person.id,
  });
}

/** Instants are seconds since the epoch here. */
function shortcodeValues(account: Account): ShortcodeValues {
  const { person } = account;
  return {
    "user.id": person.id,
    "user.full_name": fullName(person) || null,
    "user.first_name": person.firstName || null,
    "user.last_name": person.lastName || null,
    "user.username": null,
    "user.image_url": account.imageUrl,
    "user.has_image": false,
    "user.primary_email_address": person.emailAddress,
    "user.primary_phone_number": null,
    "user.email_verified": true,
    "user.phone_number_verified": false,
    "user.public_metadata": {},
    "user.unsafe_metadata": {},
    "user.created_at": Math.floor(account.createdAt / 1000),
    "user.updated_at": Math.floor(account.updatedAt / 1000),
  };
}
