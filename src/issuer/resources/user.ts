import type { Json } from "../json-response.ts";
import { belongings, type Organization } from "../organizations.ts";
import type { Account } from "../people.ts";
import { membershipResource } from "./organization.ts";

/** A user as the Frontend API shows it to that user. Instants are milliseconds since the epoch. */
export function userResource(
  account: Account,
  organizations: readonly Organization[],
  mayCreateOrganizations: boolean,
): { readonly [name: string]: Json } {
  const { person } = account;
  return {
    id: person.id,
    object: "user",
    username: null,
    first_name: person.firstName,
    last_name: person.lastName,
    image_url: account.imageUrl,
    has_image: false,
    primary_email_address_id: account.emailAddressId,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: true,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    email_addresses: [emailAddressResource(account)],
    phone_numbers: [],
    web3_wallets: [],
    passkeys: [],
    organization_memberships: belongings(organizations, account).map(membershipResource),
    external_accounts: [],
    saml_accounts: [],
    enterprise_accounts: [],
    public_metadata: {},
    unsafe_metadata: account.unsafeMetadata,
    external_id: null,
    last_sign_in_at: account.lastSignInAt,
    banned: account.isBanned,
    locked: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: null,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
    delete_self_enabled: false,
    create_organization_enabled: mayCreateOrganizations,
    last_active_at: account.lastActiveAt,
    mfa_enabled_at: null,
    mfa_disabled_at: null,
    legal_accepted_at: null,
  };
}

function emailAddressResource(account: Account): Json {
  return {
    id: account.emailAddressId,
    object: "email_address",
    email_address: account.person.emailAddress,
    reserved: false,
    verification: {
      object: "verification_admin",
      status: "verified",
      strategy: "admin",
      attempts: null,
      expire_at: null,
    },
    linked_to: [],
    matches_sso_connection: false,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}
