import type { Session } from "./client-state.ts";
import { createTokenId } from "./identifiers.ts";
import { expandClaims } from "./claims.ts";
import type { Json } from "./json-response.ts";
import type { InstanceState } from "./instance-state.ts";
import { activeBelonging, type Belonging } from "./organizations.ts";
import { SESSION_TOKEN } from "./signing-keys.ts";

const CLOCK_SKEW_SECONDS = 10;

/** What one request asks for. `organization` undefined: the one in which the session is. */
export type SessionTokenRequest = {
  /** Claim: `azp`. */
  readonly origin: string;
  readonly organization?: Belonging | null;
};

/** Issues a session token, version 2, in compact form. It has no `aud` unless the owner adds one. */
export function issueSessionToken(
  state: InstanceState,
  session: Session,
  { origin, organization = activeBelonging(state.organizations, session) }: SessionTokenRequest,
): Promise<string> {
  const now = state.clock.now();
  const issuedAt = Math.floor(now / 1000);
  return state.keys.sign(SESSION_TOKEN, {
    ...expandClaims(state.sessionClaims, session.account, organization),
    azp: origin,
    exp: issuedAt + state.sessionTokenLifetimeSeconds,
    fva: [...factorVerificationAge(session, now)],
    iat: issuedAt,
    iss: state.otherIssuer ?? state.issuer,
    jti: createTokenId(state.random),
    nbf: issuedAt - CLOCK_SKEW_SECONDS,
    ...(organization === null ? {} : { o: organizationClaim(organization) }),
    sid: session.id,
    sts: "active",
    sub: session.account.person.id,
    v: 2,
  });
}

/** Roles stand there without their prefix, and system permissions not at all. */
function organizationClaim({ organization, membership }: Belonging): Json {
  return { id: organization.id, rol: membership.role.replace(/^org:/, ""), slg: organization.slug };
}

/** Whole minutes since the first and the second factor were verified; -1 = never. Claim: `fva`. */
export function factorVerificationAge(session: Session, now: number): readonly [number, number] {
  return [Math.floor((now - session.createdAt) / 60_000), -1];
}

/** The session token of a session, in compact form. */
export type TokenOfSession = (session: Session) => Promise<string>;

/** Issues one token a session, however often it is asked: a response names the session more than once. */
export function issueOnce(state: InstanceState, origin: string): TokenOfSession {
  const issued = new Map<Session, Promise<string>>();
  return (session) => {
    const token = issued.get(session) ?? issueSessionToken(state, session, { origin });
    issued.set(session, token);
    return token;
  };
}
