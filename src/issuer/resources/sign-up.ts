import type { Json } from "../json-response.ts";
import { isVerified, missingFields, type SignUp } from "../sign-up.ts";

/** A sign-up under way, or the last answer of one that is complete. */
export function signUpResource(signUp: SignUp): Json {
  const { emailAddress, created, verification } = signUp;
  return {
    object: "sign_up_attempt",
    id: signUp.id,
    status: created === null ? "missing_requirements" : "complete",
    required_fields: ["email_address", "password"],
    optional_fields: ["first_name", "last_name"],
    missing_fields: [...missingFields(signUp)],
    unverified_fields: emailAddress === null || isVerified(signUp) ? [] : ["email_address"],
    verifications: {
      email_address:
        verification === null
          ? null
          : {
              object: "verification_otp",
              status: verification.status,
              strategy: verification.strategy,
              attempts: verification.attempts,
              expire_at: verification.expireAt,
              next_action: isVerified(signUp) ? "" : "needs_attempt",
              supported_strategies: ["email_code"],
            },
      phone_number: null,
      web3_wallet: null,
      external_account: null,
    },
    username: null,
    email_address: emailAddress,
    phone_number: null,
    web3_wallet: null,
    password_enabled: signUp.password !== null,
    first_name: signUp.firstName,
    last_name: signUp.lastName,
    unsafe_metadata: signUp.unsafeMetadata ?? {},
    public_metadata: {},
    custom_action: false,
    external_id: null,
    created_session_id: created?.sessionId ?? null,
    created_user_id: created?.userId ?? null,
    abandon_at: signUp.abandonAt,
    legal_accepted_at: null,
  };
}
