import type { Clock } from "../base/clock.ts";
import type { RandomBytes } from "../base/random.ts";
import type { IssuerOptions } from "../wire/issuer.ts";
import { ClientState } from "./client-state.ts";
import type { JwtTemplate } from "./jwt-template.ts";
import { createAccounts, type Account } from "./people.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What a realm lends to an instance. */
export type InstanceEnvironment = {
  readonly clock: Clock;
  readonly random: RandomBytes;
};

/** Everything that an instance knows. */
export type InstanceState = InstanceEnvironment & {
  /** `ins_…`: also the key id of its tokens. */
  readonly id: string;
  readonly options: IssuerOptions;
  /** `https://` and the Frontend API's host. Claim: `iss`. */
  readonly issuer: string;
  readonly keys: SigningKeys;
  templates: readonly JwtTemplate[];
  readonly accounts: readonly Account[];
  /** The one browser of the instance: without cookies no request says whose it is. */
  readonly client: ClientState;
};

export function createInstanceState(
  id: string,
  options: IssuerOptions,
  keys: SigningKeys,
  templates: readonly JwtTemplate[],
  { clock, random }: InstanceEnvironment,
): InstanceState {
  const now = Math.floor(clock.now());
  return {
    id,
    options,
    issuer: `https://${options.frontendApiHost}`,
    keys,
    templates,
    accounts: createAccounts(options.people, id, random, now),
    client: new ClientState(random, now),
    clock,
    random,
  };
}
