import type { RandomBytes } from "../base/random.ts";
import { createIdentifier } from "./identifiers.ts";
import type { Account } from "./people.ts";
import type { FirstFactor, SignIn } from "./sign-in.ts";
import type { SignUp } from "./sign-up.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const SESSION_LIFETIME_MS = 7 * DAY_MS;
const SESSION_ABANDONED_AFTER_MS = 30 * DAY_MS;

/** Clerk's signed-in state. Instants are milliseconds since the epoch. */
export type Session = {
  readonly id: string;
  readonly clientId: string;
  readonly account: Account;
  /** `active` until it expires or somebody ends it; it never becomes active again. */
  status: "active" | "ended" | "removed" | "revoked" | "expired";
  readonly createdAt: number;
  readonly expireAt: number;
  readonly abandonAt: number;
  updatedAt: number;
  lastActiveAt: number;
  /** The organization in which the person works; null is their personal account. */
  organizationId: string | null;
};

export function createSession(clientId: string, account: Account, random: RandomBytes, now: number): Session {
  return {
    id: createIdentifier("sess", random),
    clientId,
    account,
    status: "active",
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
    expireAt: now + SESSION_LIFETIME_MS,
    abandonAt: now + SESSION_ABANDONED_AFTER_MS,
    organizationId: null,
  };
}

/** Clerk's notion of one browser: its sessions and the sign-in under way. Instants are milliseconds since the epoch. */
export class ClientState {
  readonly #random: RandomBytes;
  readonly #sessions: Session[] = [];
  id: string;
  createdAt: number;
  updatedAt: number;
  /** The sign-in that is not complete yet. */
  signIn: SignIn | null = null;
  /** The sign-up that is not complete yet. */
  signUp: SignUp | null = null;
  lastActiveSessionId: string | null = null;
  lastAuthenticationStrategy: FirstFactor | null = null;

  constructor(random: RandomBytes, now: number) {
    this.#random = random;
    this.id = createIdentifier("client", random);
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** Sessions of any status, oldest first. */
  get sessions(): readonly Session[] {
    return this.#sessions;
  }

  /** The sessions that can issue tokens at `now`, oldest first. */
  activeSessions(now: number): readonly Session[] {
    for (const session of this.#sessions) {
      if (session.status === "active" && now >= session.expireAt) this.#close(session, "expired", now);
    }
    return this.#sessions.filter((session) => session.status === "active");
  }

  /** A session of any status. */
  findSession(id: string): Session | null {
    return this.#sessions.find((session) => session.id === id) ?? null;
  }

  startSession(account: Account, strategy: FirstFactor, now: number): Session {
    const session = createSession(this.id, account, this.#random, now);
    this.#sessions.push(session);
    this.signIn = null;
    this.signUp = null;
    this.lastActiveSessionId = session.id;
    this.lastAuthenticationStrategy = strategy;
    this.updatedAt = now;
    account.lastSignInAt = now;
    account.lastActiveAt = now;
    return session;
  }

  /** Marks a session as the one in use. */
  touch(session: Session, now: number): void {
    session.lastActiveAt = now;
    session.updatedAt = now;
    session.account.lastActiveAt = now;
    this.lastActiveSessionId = session.id;
    this.updatedAt = now;
  }

  /** Closes one session: `ended` by itself, `removed` by a sign-out, `revoked` by the instance's owner. */
  closeSession(session: Session, status: "ended" | "removed" | "revoked", now: number): void {
    if (session.status === "active") this.#close(session, status, now);
  }

  /** Signs everybody out. The client stays. */
  removeSessions(now: number): void {
    for (const session of this.activeSessions(now)) this.#close(session, "removed", now);
    this.signIn = null;
    this.signUp = null;
  }

  /** Signs everybody out and begins a new client. */
  reset(now: number): void {
    this.removeSessions(now);
    this.id = createIdentifier("client", this.#random);
    this.createdAt = now;
    this.updatedAt = now;
    this.lastAuthenticationStrategy = null;
  }

  #close(session: Session, status: Exclude<Session["status"], "active">, now: number): void {
    session.status = status;
    session.updatedAt = now;
    this.updatedAt = now;
    if (this.lastActiveSessionId === session.id) {
      this.lastActiveSessionId = this.#sessions.findLast((other) => other.status === "active")?.id ?? null;
    }
  }
}
