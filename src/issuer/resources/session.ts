import type { Session } from "../client-state.ts";
import type { InstanceState } from "../instance-state.ts";
import type { Json } from "../json-response.ts";
import { activeBelonging } from "../organizations.ts";
import { factorVerificationAge } from "../session-token.ts";
import { publicUserData } from "./public-user-data.ts";
import { userResource } from "./user.ts";

/**
 * A session. `token` is a fresh session token, null for a session that has ended; an active one must carry it, because
 * clerk-js takes its first token and the claims of `useAuth` from there.
 */
export function sessionResource(
  { organizations, hasOrganizations }: Pick<InstanceState, "organizations" | "hasOrganizations">,
  session: Session,
  token: string | null,
  now: number,
): Json {
  const belonging = activeBelonging(organizations, session);
  return {
    object: "session",
    id: session.id,
    status: session.status,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    last_active_at: session.lastActiveAt,
    last_active_organization_id: belonging?.organization.id ?? null,
    last_active_token: token === null ? null : tokenResource(token),
    actor: null,
    tasks: null,
    factor_verification_age: [...factorVerificationAge(session, now)],
    user: userResource(session.account, organizations, hasOrganizations),
    public_user_data: publicUserData(session.account),
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  };
}

export function tokenResource(jwt: string): Json {
  return { object: "token", jwt };
}

/** A session among a person's others, with what the browser is known by. */
export function activitySessionResource(session: Session): Json {
  return {
    object: "session",
    id: session.id,
    status: session.status,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    last_active_at: session.lastActiveAt,
    latest_activity: {
      object: "session_activity",
      id: session.id.replace(/^sess_/, "sess_activity_"),
      is_mobile: false,
    },
    actor: null,
  };
}
