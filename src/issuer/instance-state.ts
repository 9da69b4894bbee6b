import type { Clock, Timers } from "../base/clock.ts";
import type { RandomBytes } from "../base/random.ts";
import type { IssuerOptions, SignUpMode, Weather } from "../wire/issuer.ts";
import { ClientState } from "./client-state.ts";
import type { JwtTemplate } from "./jwt-template.ts";
import { createAccounts, type Account } from "./people.ts";
import type { SigningKeys } from "./signing-keys.ts";

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
  /** Signs from now on. */
  keys: SigningKeys;
  /** Signed before, and still served. */
  formerKeys: readonly SigningKeys[];
  templates: readonly JwtTemplate[];
  /** What the owner adds to session tokens; values may hold shortcodes. */
  sessionClaims: JwtTemplate["claims"];
  accounts: readonly Account[];
  signUpMode: SignUpMode;
  /** How far Clerk's clock is ahead of everybody else's; the instance's `clock` has it. */
  clockSkewSeconds: number;
  readonly weather: Record<"app" | "deployment", Weather>;
  /** The one browser of the instance: without cookies no request says whose it is. */
  readonly client: ClientState;
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
    keys,
    formerKeys: [],
    templates,
    sessionClaims: {},
    signUpMode: options.signUpMode ?? "restricted",
    accounts: createAccounts(options.people, id, random, now),
    client: new ClientState(random, now),
    clockSkewSeconds: 0,
    weather: { app: "normal", deployment: "normal" },
    clock: { now: () => clock.now() + state.clockSkewSeconds * 1000 },
    random,
  };
  return state;
}
