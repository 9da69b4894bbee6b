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
};

/** The body `{ errors: […], clerk_trace_id }` that clerk-js turns into a `ClerkAPIResponseError`. */
export function faultResponse(fault: ClerkFault, random: RandomBytes): HttpResponse {
  return jsonResponse(fault.status, {
    errors: [
      {
        code: fault.code,
        message: fault.message,
        long_message: fault.longMessage,
        meta: fault.parameter === null ? {} : { param_name: fault.parameter },
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

/** Clerk's code; the sentences are ours. */
export const USER_BANNED: ClerkFault = {
  status: 403,
  code: "user_banned",
  message: "User banned",
  longMessage: "This account has been banned.",
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

export const ROUTE_NOT_FOUND = notFound("not found", "Resource not found");

export function sessionNotFound(id: string): ClerkFault {
  return notFound("Session not found", `No session was found with id ${id}`);
}

export function signInNotFound(id: string): ClerkFault {
  return notFound("not found", `No sign in was found with id ${id}`);
}

export function signUpNotFound(id: string): ClerkFault {
  return notFound("not found", `No sign up was found with id ${id}`);
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
