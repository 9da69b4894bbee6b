import type { InstanceState } from "../instance-state.ts";
import type { Json } from "../json-response.ts";

/** Names, addresses and looks. Clerk's hosted pages are named and not served. */
export function displayConfig({ id, options, issuer }: InstanceState): Json {
  const home = options.appOrigin;
  return {
    object: "display_config",
    id: id.replace(/^ins_/, "display_config_"),
    instance_environment_type: "development",
    application_name: options.applicationName,
    theme: theme(),
    preferred_sign_in_strategy: "password",
    logo_image_url: null,
    favicon_image_url: null,
    home_url: home,
    sign_in_url: `${issuer}/sign-in`,
    sign_up_url: `${issuer}/sign-up`,
    user_profile_url: `${issuer}/user`,
    waitlist_url: `${issuer}/waitlist`,
    oauth_consent_url: `${issuer}/oauth-consent`,
    after_sign_in_url: home,
    after_sign_up_url: home,
    after_sign_out_one_url: `${issuer}/sign-in/choose`,
    after_sign_out_all_url: `${issuer}/sign-in`,
    after_switch_session_url: home,
    after_join_waitlist_url: home,
    organization_profile_url: `${issuer}/organization`,
    create_organization_url: `${issuer}/create-organization`,
    after_leave_organization_url: home,
    after_create_organization_url: home,
    logo_link_url: home,
    support_email: null,
    branded: true,
    experimental_force_oauth_first: false,
    clerk_js_version: "6",
    show_devmode_warning: true,
    google_one_tap_client_id: null,
    help_url: null,
    privacy_policy_url: null,
    terms_url: null,
    logo_url: null,
    favicon_url: null,
    logo_image: null,
    favicon_image: null,
    captcha_public_key: null,
    captcha_widget_type: null,
    captcha_public_key_invisible: null,
    captcha_provider: null,
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  };
}

function theme(): Json {
  const font = { font_family: '"Source Sans Pro", sans-serif' };
  const white = "#ffffff";
  return {
    buttons: { font_color: white, ...font, font_weight: "600" },
    general: {
      color: "#6c47ff",
      padding: "1em",
      box_shadow: "0 2px 8px rgba(0, 0, 0, 0.2)",
      font_color: "#151515",
      ...font,
      border_radius: "0.5em",
      background_color: white,
      label_font_weight: "600",
    },
    accounts: { background_color: white },
  };
}
