/** Refusals of the Frontend API, with the codes and sentences of Clerk's own. */
import { hexadecimal, type RandomBytes } from "../base/random.ts";
import type { HttpResponse } from "../wire/network.ts";
import { jsonResponse } from "./json-response.ts";

/** One refusal. `parameter` names the form parameter that is at fault, null when none is. */
export type ClerkFault = {
  /** HTTP status. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly longMessage: string;
  readonly parameter: string | null;
  /** What else goes with it. */
  readonly meta?: Readonly<Record<string, string | readonly string[]>>;
};

/** The body `{ errors: […], clerk_trace_id }` that clerk-js turns into a `ClerkAPIResponseError`. */
export function faultResponse(fault: ClerkFault, random: RandomBytes): HttpResponse {
  return jsonResponse(fault.status, {
    errors: [
      {
        code: fault.code,
        message: fault.message,
        long_message: fault.longMessage,
        meta: { ...(fault.parameter === null ? {} : { param_name: fault.parameter }), ...fault.meta },
      },
    ],
    clerk_trace_id: hexadecimal(random(16)),
  });
}

export const PASSWORD_INCORRECT: ClerkFault = {
  status: 422,
  code: "form_password_incorrect",
  message: "Password is incorrect. Try again, or use another method.",
  longMessage: "Password is incorrect. Try again, or use another method.",
  parameter: "password",
};

export const IDENTIFIER_NOT_FOUND: ClerkFault = {
  status: 422,
  code: "form_identifier_not_found",
  message: "Couldn't find your account.",
  longMessage: "Couldn't find your account.",
  parameter: "identifier",
};

export const EMAIL_ADDRESS_TAKEN: ClerkFault = {
  status: 422,
  code: "form_identifier_exists",
  message: "That email address is taken. Please try another.",
  longMessage: "That email address is taken. Please try another.",
  parameter: "email_address",
};

export const EMAIL_ADDRESS_INVALID: ClerkFault = {
  status: 422,
  code: "form_param_format_invalid",
  message: "is invalid",
  longMessage: "Email address must be a valid email address.",
  parameter: "email_address",
};

export const PASSWORD_TOO_SHORT: ClerkFault = {
  status: 422,
  code: "form_password_length_too_short",
  message: "Passwords must be 8 characters or more.",
  longMessage: "Passwords must be 8 characters or more.",
  parameter: "password",
};

export const PASSWORD_TOO_LONG: ClerkFault = {
  status: 422,
  code: "form_password_length_too_long",
  message: "Passwords must be less than 72 characters.",
  longMessage: "Passwords must be less than 72 characters.",
  parameter: "password",
};

export const USER_BANNED: ClerkFault = {
  status: 403,
  code: "user_banned",
  message: "User banned",
  longMessage: "You have been banned. If you think this was by mistake, please contact support.",
  parameter: null,
};

export const CODE_INCORRECT: ClerkFault = {
  status: 422,
  code: "form_code_incorrect",
  message: "is incorrect",
  longMessage: "Incorrect code",
  parameter: "code",
};

export const VERIFICATION_NOT_SENT: ClerkFault = {
  status: 400,
  code: "verification_not_sent",
  message: "not sent",
  longMessage: "You need to send a verification code before attempting to verify.",
  parameter: null,
};

export const VERIFICATION_EXPIRED: ClerkFault = {
  status: 400,
  code: "verification_expired",
  message: "expired",
  longMessage: "This verification has expired. You must create a new one.",
  parameter: null,
};

export const VERIFICATION_ALREADY_VERIFIED: ClerkFault = {
  status: 400,
  code: "verification_already_verified",
  message: "already verified",
  longMessage: "This verification has already been verified.",
  parameter: null,
};

export const STRATEGY_INVALID: ClerkFault = {
  status: 400,
  code: "strategy_for_user_invalid",
  message: "Invalid verification strategy",
  longMessage: "The verification strategy is not valid for this account",
  parameter: null,
};

export const SESSION_EXISTS: ClerkFault = {
  status: 400,
  code: "session_exists",
  message: "Session already exists",
  longMessage: "You're already signed in.",
  parameter: null,
};

/** No session at all: nobody has signed in on this client. */
export const AUTHENTICATION_INVALID: ClerkFault = {
  status: 401,
  code: "authentication_invalid",
  message: "Invalid authentication",
  longMessage: "Unable to authenticate the request, you need to supply an active session",
  parameter: null,
};

/** The session was there, and has ended. */
export const SIGNED_OUT: ClerkFault = {
  status: 401,
  code: "signed_out",
  message: "Signed out",
  longMessage: "You are signed out",
  parameter: null,
};

export const SIGN_UPS_RESTRICTED: ClerkFault = {
  status: 403,
  code: "sign_up_mode_restricted",
  message: "Sign-ups restricted",
  longMessage: "New sign-ups are currently restricted.",
  parameter: null,
};

export const BROWSER_UNAUTHENTICATED: ClerkFault = {
  status: 401,
  code: "dev_browser_unauthenticated",
  message: "Browser unauthenticated",
  longMessage: "Unable to authenticate this browser for your development instance.",
  parameter: null,
};

export const ORGANIZATION_NOT_FOUND: ClerkFault = {
  status: 404,
  code: "organization_not_found_or_unauthorized",
  message: "not found or unauthorized",
  longMessage: "Given organization not found, or you don't have permission to access the organization",
  parameter: null,
};

export const ORGANIZATIONS_NOT_ENABLED: ClerkFault = {
  status: 403,
  code: "organization_not_enabled_in_instance",
  message: "access denied",
  longMessage:
    "The organizations feature is not enabled for this instance. You can enable it at https://dashboard.clerk.com.",
  parameter: null,
};

export const ROLE_NOT_FOUND: ClerkFault = {
  status: 404,
  code: "resource_not_found",
  message: "not found",
  longMessage: "Organization role not found",
  parameter: "role",
};

export function permissionMissing(permission: string): ClerkFault {
  return {
    status: 403,
    code: "missing_organization_permission",
    message: "missing permission",
    longMessage: "Current user is missing an organization permission.",
    parameter: null,
    meta: { permissions: [permission] },
  };
}

export function alreadyMember(user: string): ClerkFault {
  return {
    status: 400,
    code: "already_a_member_in_organization",
    message: "already a member",
    longMessage: `${user} is already a member of the organization.`,
    parameter: null,
  };
}

export function alreadySignedIn(sessionId: string): ClerkFault {
  return {
    status: 400,
    code: "identifier_already_signed_in",
    message: "You're already signed in",
    longMessage: "You're already signed in",
    parameter: null,
    meta: { session_id: sessionId },
  };
}

export const TICKET_INVALID = ticketFault(
  "ticket_invalid_code",
  "ticket is invalid",
  "This ticket is invalid. Make sure you're using a valid ticket generated by Clerk.",
);
export const TICKET_EXPIRED = ticketFault(
  "ticket_expired_code",
  "ticket has expired",
  "This ticket has expired and cannot be used anymore.",
);
export const TICKET_USED = ticketFault(
  "sign_in_token_already_used_code",
  "sign in token has already been used",
  "This sign in token has already been used. Each token can only be used once.",
);
export const TICKET_REVOKED = ticketFault(
  "sign_in_token_revoked_code",
  "sign in token has been revoked",
  "This sign in token has been revoked and cannot be used anymore.",
);

function ticketFault(code: string, message: string, longMessage: string): ClerkFault {
  return { status: 400, code, message, longMessage, parameter: null };
}

export const SECRET_KEY_INVALID: ClerkFault = {
  status: 401,
  code: "clerk_key_invalid",
  message: "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
  longMessage: "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.",
  parameter: null,
};

export const SIGN_IN_TOKEN_NOT_FOUND = notFound("not found", "No sign in token was found with this id.");

export const ROUTE_NOT_FOUND = notFound("not found", "Resource not found");

export function userNotFound(id: string): ClerkFault {
  return notFound("not found", `No user was found with id ${id}`);
}

export function sessionNotFound(id: string): ClerkFault {
  return notFound("Session not found", `No session was found with id ${id}`);
}

export function signInNotFound(id: string): ClerkFault {
  return notFound("not found", `No sign in was found with id ${id}`);
}

export function signUpNotFound(id: string): ClerkFault {
  return notFound("Sign up not found", `No sign up was found with id ${id}`);
}

export function templateNotFound(name: string): ClerkFault {
  return notFound("JWT template not found", `No JWT template exists with name: ${name}`);
}

export function parameterMissing(parameter: string): ClerkFault {
  return {
    status: 422,
    code: "form_param_missing",
    message: "is missing",
    longMessage: `${parameter} must be included.`,
    parameter,
  };
}

function notFound(message: string, longMessage: string): ClerkFault {
  return { status: 404, code: "resource_not_found", message, longMessage, parameter: null };
}
