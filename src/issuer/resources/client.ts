import type { ClientState } from "../client-state.ts";
import type { InstanceState } from "../instance-state.ts";
import type { Json } from "../json-response.ts";
import type { TokenOfSession } from "../session-token.ts";
import { sessionResource } from "./session.ts";
import { signInResource } from "./sign-in.ts";
import { signUpResource } from "./sign-up.ts";

/** The client with its active sessions, each with its session token. */
export async function clientResource(
  state: InstanceState,
  client: ClientState,
  tokenOf: TokenOfSession,
  now: number,
): Promise<Json> {
  const sessions = client.activeSessions(now);
  // Read the state before the first await: another request may change it meanwhile.
  const resource = {
    object: "client",
    id: client.id,
    sign_in: client.signIn === null ? null : signInResource(client.signIn),
    sign_up: client.signUp === null ? null : signUpResource(client.signUp),
    last_active_session_id: client.lastActiveSessionId,
    last_authentication_strategy: client.lastAuthenticationStrategy,
    cookie_expires_at: null,
    captcha_bypass: true,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
  const withTokens = sessions.map(async (session) =>
    sessionResource(state, session, await tokenOf(session), now),
  );
  return { ...resource, sessions: await Promise.all(withTokens) };
}
