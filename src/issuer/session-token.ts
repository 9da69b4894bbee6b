import type { Session } from "./client-state.ts";
import { createTokenId } from "./identifiers.ts";
import { expandClaims } from "./claims.ts";
import type { InstanceState } from "./instance-state.ts";
import { SESSION_TOKEN } from "./signing-keys.ts";

const LIFETIME_SECONDS = 60;
const CLOCK_SKEW_SECONDS = 10;

/** Issues a session token, version 2, in compact form. It has no `aud` unless the owner adds one. */
function issueSessionToken(state: InstanceState, session: Session): Promise<string> {
  const now = state.clock.now();
  const issuedAt = Math.floor(now / 1000);
  return state.keys.sign(SESSION_TOKEN, {
    ...expandClaims(state.sessionClaims, session.account),
    azp: state.options.appOrigin,
    exp: issuedAt + LIFETIME_SECONDS,
    fva: [...factorVerificationAge(session, now)],
    iat: issuedAt,
    iss: state.issuer,
    jti: createTokenId(state.random),
    nbf: issuedAt - CLOCK_SKEW_SECONDS,
    sid: session.id,
    sts: "active",
    sub: session.account.person.id,
    v: 2,
  });
}

/** Whole minutes since the first and the second factor were verified; -1 = never. Claim: `fva`. */
export function factorVerificationAge(session: Session, now: number): readonly [number, number] {
  return [Math.floor((now - session.createdAt) / 60_000), -1];
}

/** The session token of a session, in compact form. */
export type TokenOfSession = (session: Session) => Promise<string>;

/** Issues one token a session, however often it is asked: a response names the session more than once. */
export function issueOnce(state: InstanceState): TokenOfSession {
  const issued = new Map<Session, Promise<string>>();
  return (session) => {
    const token = issued.get(session) ?? issueSessionToken(state, session);
    issued.set(session, token);
    return token;
  };
}
