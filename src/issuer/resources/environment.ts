import type { InstanceState } from "../instance-state.ts";
import type { Json } from "../json-response.ts";
import { MAX_MEMBERSHIPS } from "./organization.ts";
import { displayConfig } from "./display-config.ts";
import { userSettings } from "./user-settings.ts";

/** How the instance is set up: email and password. */
export function environmentResource(state: InstanceState): Json {
  return {
    auth_config: authConfig(state),
    display_config: displayConfig(state),
    user_settings: userSettings(state),
    organization_settings: {
      enabled: state.hasOrganizations,
      max_allowed_memberships: MAX_MEMBERSHIPS,
      actions: { admin_delete: true },
      domains: { enabled: false, enrollment_modes: [], default_role: "org:member" },
      slug: { disabled: true },
      creator_role: "org:admin",
    },
    fraud_settings: { object: "fraud_settings", native: { device_attestation_mode: "disabled" } },
    commerce_settings: {
      billing: {
        stripe_publishable_key: null,
        free_trial_requires_payment_method: false,
        user: { enabled: false, has_paid_plans: false },
        organization: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: { enabled: false, user_api_keys_enabled: false, orgs_api_keys_enabled: false },
    protect_config: { loaders: [] },
    client_debug_mode: false,
    partitioned_cookies: false,
    maintenance_mode: false,
  };
}

function authConfig({ id, sessionMode }: InstanceState): Json {
  return {
    object: "auth_config",
    id: id.replace(/^ins_/, "aconf_"),
    first_name: "on",
    last_name: "on",
    email_address: "required",
    phone_number: "off",
    username: "off",
    password: "required",
    identification_requirements: [["email_address"]],
    identification_strategies: ["email_address"],
    first_factors: ["email_code", "password", "ticket"],
    second_factors: [],
    email_address_verification_strategies: ["email_code"],
    single_session_mode: sessionMode === "single",
    enhanced_email_deliverability: false,
    test_mode: true,
    cookieless_dev: true,
    url_based_session_syncing: true,
    claimed_at: null,
    reverification: false,
    native_settings: {
      object: "native_settings",
      api_enabled: true,
      trusted_device_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_up_enabled: false,
    },
  };
}
