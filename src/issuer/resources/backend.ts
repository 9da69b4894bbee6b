/** Resources as the Backend API shows them. Instants are milliseconds since the epoch. */
import type { Session } from "../client-state.ts";
import type { Json } from "../json-response.ts";
import type { Account } from "../people.ts";
import type { SignInToken } from "../sign-in-tokens.ts";
import { userResource } from "./user.ts";

/** What a person sees of themselves, and what only servers see. */
export function backendUserResource(account: Account): Json {
  return { ...userResource(account, [], false), private_metadata: {} };
}

export function backendSessionResource(session: Session): Json {
  return {
    object: "session",
    id: session.id,
    client_id: session.clientId,
    user_id: session.account.person.id,
    status: session.status,
    last_active_organization_id: session.organizationId,
    last_active_at: session.lastActiveAt,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  };
}

/** `url` is where a person would redeem it. */
export function signInTokenResource(signInToken: SignInToken, issuer: string): Json {
  const { id, token, account, status, createdAt, updatedAt } = signInToken;
  return {
    object: "sign_in_token",
    id,
    status,
    user_id: account.person.id,
    token,
    url: `${issuer}/v1/tickets/accept?ticket=${token}`,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}
