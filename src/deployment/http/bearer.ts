/** Who sends an HTTP request: its bearer token, verified. */
import { failure, success, type Result } from "../../base/result.ts";
import type { CarriedToken } from "../../wire/handoff.ts";
import { headerValue, type HttpRequest } from "../../wire/network.ts";
import type { UserIdentity } from "../authentication/identity.ts";
import { BAD_ADMIN_KEY, type RefusalCode } from "../authentication/refusal.ts";
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
    return failure(badRequest("InvalidHeaderFailure", "Invalid authentication header"));
  }
  if (/^convex /i.test(header)) {
    report([]);
    return identifyAdmin(header.slice("convex ".length), authenticator);
  }
  if (header.length === "bearer ".length || !/^bearer /i.test(header)) {
    report([]);
    return failure(badRequest("InvalidAdminKey", "Invalid admin key"));
  }
  const token = header.slice("bearer ".length);
  const verified = await authenticator.verify(token);
  report([carriedToken(token, verified)]);
  if (verified.ok) return success({ identity: verified.value.identity, from: "client" });
  const { code, message } = verified.error;
  return failure({ status: STATUS[code], body: { code, message } });
}

const STATUS = {
  InvalidAuthHeader: 401,
  NoAuthProvider: 401,
  Unauthenticated: 401,
  AuthProviderDiscoveryFailed: 400,
  InternalServerError: 500,
} as const satisfies Record<RefusalCode, number>;

/** `credentials`: the key, and in whose name after a colon. */
function identifyAdmin(credentials: string, authenticator: Authenticator): Result<Sender, HttpProblem> {
  const admin = authenticator.admin(credentials);
  if (admin === "malformed") {
    return failure(badRequest("HeaderParseFailure", "Malformed Authorization header."));
  }
  if (admin !== null) return success({ identity: admin.identity, from: "admin" });
  return failure({ status: 401, body: { code: "BadAdminKey", message: BAD_ADMIN_KEY } });
}
