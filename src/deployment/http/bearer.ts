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

/** Who calls: without an identity somebody anonymous. An admin may call internal functions, too. */
export type Sender = { readonly identity: UserIdentity | null; readonly from: "client" | "admin" };

/** Over HTTP there is no fall back to an anonymous caller: an invalid token is a problem. */
export async function identify(
  request: HttpRequest,
  authenticator: Authenticator,
  report: TokenReport,
): Promise<Result<Sender, HttpProblem>> {
  const header = headerValue(request.headers, "authorization");
  if (header === null) return (report([]), success({ identity: null, from: "client" }));
  if (header.length < "bearer ".length) {
    report([]);
    return failure(badRequest("InvalidHeaderFailure", "Invalid authorization header"));
  }
  if (!/^bearer /i.test(header)) {
    report([]);
    const admin = /^convex /i.test(header) ? authenticator.admin(header.slice("convex ".length)) : null;
    if (admin !== null) return success({ identity: admin.identity, from: "admin" });
    return failure(badRequest("InvalidAdminKey", "Invalid admin key"));
  }
  const token = header.slice("bearer ".length);
  const verified = await authenticator.verify(token);
  report([carriedToken(token, verified)]);
  if (verified.ok) return success({ identity: verified.value.identity, from: "client" });
  const { code, message } = verified.error;
  return failure({ status: code === "AuthProviderDiscoveryFailed" ? 400 : 401, body: { code, message } });
}
