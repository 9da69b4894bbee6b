import type { Clock, Timers } from "../base/clock.ts";
import { randomIdentifier, type RandomBytes } from "../base/random.ts";
import type { IssuerOptions, SessionMode, SignUpMode, Weather } from "../wire/issuer.ts";
import { Clients } from "./clients.ts";
import type { JwtTemplate } from "./jwt-template.ts";
import type { Organization } from "./organizations.ts";
import { createAccounts, type Account } from "./people.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { SignInToken } from "./sign-in-tokens.ts";

/** What a realm lends to an instance. */
export type InstanceEnvironment = {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timers: Timers;
};

/** Everything that an instance knows. */
export type InstanceState = Omit<InstanceEnvironment, "timers"> & {
  /** `ins_…`: also the key id of its tokens. */
  readonly id: string;
  readonly options: IssuerOptions;
  /** `https://` and the Frontend API's host. Claim: `iss`. */
  readonly issuer: string;
  /** What tokens say instead: as if the app had the publishable key of another instance. Null: the truth. */
  otherIssuer: string | null;
  readonly createdAt: number;
  /** Whoever has it may ask everything of the Backend API. */
  readonly secretKey: string;
  /** Signs from now on. */
  keys: SigningKeys;
  /** Signed before, and still served. */
  formerKeys: readonly SigningKeys[];
  templates: readonly JwtTemplate[];
  /** What the owner adds to session tokens; values may hold shortcodes. */
  sessionClaims: JwtTemplate["claims"];
  accounts: readonly Account[];
  signUpMode: SignUpMode;
  sessionMode: SessionMode;
  /** Of session tokens; templates have their own. */
  sessionTokenLifetimeSeconds: number;
  hasOrganizations: boolean;
  organizations: readonly Organization[];
  signInTokens: readonly SignInToken[];
  /** How far Clerk's clock is ahead of everybody else's; the instance's `clock` has it. */
  clockSkewSeconds: number;
  readonly weather: Record<"app" | "deployment", Weather>;
  readonly clients: Clients;
};

export function createInstanceState(
  id: string,
  options: IssuerOptions,
  keys: SigningKeys,
  templates: readonly JwtTemplate[],
  { clock, random }: Omit<InstanceEnvironment, "timers">,
): InstanceState {
  const now = Math.floor(clock.now());
  const state: InstanceState = {
    id,
    options,
    issuer: `https://${options.frontendApiHost}`,
    otherIssuer: null,
    createdAt: now,
    secretKey: `sk_test_${randomIdentifier(random, 42)}`,
    keys,
    formerKeys: [],
    templates,
    sessionClaims: {},
    signUpMode: options.signUpMode ?? "restricted",
    sessionMode: "single",
    sessionTokenLifetimeSeconds: 60,
    hasOrganizations: false,
    organizations: [],
    signInTokens: [],
    accounts: createAccounts(options.people, id, random, now),
    clients: new Clients(random, now),
    clockSkewSeconds: 0,
    weather: { app: "normal", deployment: "normal" },
    clock: { now: () => clock.now() + state.clockSkewSeconds * 1000 },
    random,
  };
  return state;
}
