/** Who sends an HTTP request: its bearer token, verified. */
import { failure, success, type Result } from "../../base/result.ts";
import type { CarriedToken } from "../../wire/handoff.ts";
import { headerValue, type HttpRequest } from "../../wire/network.ts";
import type { UserIdentity } from "../authentication/identity.ts";
import type { Authenticator } from "../authentication/verify.ts";
import { carriedToken } from "../tokens.ts";
import { badRequest, type HttpProblem } from "./respond.ts";

/** Receives what is known of the request's token, before any function runs; must be called exactly once. */
export type TokenReport = (tokens: readonly CarriedToken[]) => void;

/** `null`: an anonymous caller. Over HTTP there is no fall back to one: an invalid token is a problem. */
export async function identify(
  request: HttpRequest,
  authenticator: Authenticator,
  report: TokenReport,
): Promise<Result<UserIdentity | null, HttpProblem>> {
  const header = headerValue(request.headers, "authorization");
  if (header === null) return (report([]), success(null));
  if (header.length < "bearer ".length) {
    report([]);
    return failure(badRequest("InvalidHeaderFailure", "Invalid authorization header"));
  }
  if (!/^bearer /i.test(header)) {
    report([]);
    return failure(badRequest("InvalidAdminKey", "Invalid admin key"));
  }
  const token = header.slice("bearer ".length);
  const verified = await authenticator.verify(token);
  report([carriedToken(token, verified)]);
  if (verified.ok) return success(verified.value.identity);
  const { code, message } = verified.error;
  return failure({ status: code === "AuthProviderDiscoveryFailed" ? 400 : 401, body: { code, message } });
}
