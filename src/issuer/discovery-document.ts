import type { Json } from "./json-response.ts";

/**
 * The document at `/.well-known/openid-configuration`, with every key that Clerk's specification requires. Convex reads
 * `issuer` and `jwks_uri`; the endpoints of the OAuth flows are named and not served.
 */
export function discoveryDocument(issuer: string): Json {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/token/revoke`,
    introspection_endpoint: `${issuer}/oauth/token_info`,
    userinfo_endpoint: `${issuer}/oauth/userinfo`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    scopes_supported: ["openid", "profile", "email", "public_metadata", "private_metadata", "offline_access"],
    response_types_supported: ["code"],
    response_modes_supported: ["form_post", "query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "none", "client_secret_post"],
    claims_supported: [
      "aud",
      "azp",
      "email",
      "email_verified",
      "exp",
      "family_name",
      "given_name",
      "iat",
      "iss",
      "name",
      "picture",
      "preferred_username",
      "sid",
      "sub",
    ],
    code_challenge_methods_supported: ["S256"],
    backchannel_logout_supported: false,
    frontchannel_logout_supported: false,
  };
}
