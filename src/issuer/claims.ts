/** The claims that an owner writes, with the shortcodes filled in for one person. */
import type { Json } from "./json-response.ts";
import type { Belonging } from "./organizations.ts";
import { fullName, type Account } from "./people.ts";
import { expandShortcodes, type ShortcodeValues } from "./shortcodes.ts";

export function expandClaims(
  claims: Readonly<Record<string, Json>>,
  account: Account,
  belonging: Belonging | null,
): Readonly<Record<string, Json>> {
  const values = { ...shortcodeValues(account), ...organizationValues(belonging) };
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, expandShortcodes(value, values)]),
  );
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
    "user.unsafe_metadata": account.unsafeMetadata,
    "user.created_at": Math.floor(account.createdAt / 1000),
    "user.updated_at": Math.floor(account.updatedAt / 1000),
  };
}

/** Null throughout for somebody who works in their personal account. */
function organizationValues(belonging: Belonging | null): ShortcodeValues {
  return {
    "org.id": belonging?.organization.id ?? null,
    "org.name": belonging?.organization.name ?? null,
    "org.slug": belonging?.organization.slug ?? null,
    "org.role": belonging?.membership.role ?? null,
    "org.image_url": belonging?.organization.imageUrl ?? null,
    "org.has_image": belonging === null ? null : false,
    "org.public_metadata": belonging === null ? null : {},
    "org_membership.public_metadata": belonging === null ? null : {},
  };
}
