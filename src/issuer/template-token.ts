import type { MintOptions } from "../wire/issuer.ts";
import { expandClaims } from "./claims.ts";
import { createTokenId } from "./identifiers.ts";
import type { InstanceState } from "./instance-state.ts";
import type { JwtTemplate } from "./jwt-template.ts";
import type { Belonging } from "./organizations.ts";
import type { Account } from "./people.ts";
import { TEMPLATE_TOKEN } from "./signing-keys.ts";

/** For whom, and for which origin (claim: `azp`). */
export type TemplateTokenRequest = {
  readonly account: Account;
  readonly belonging: Belonging | null;
  readonly origin: string;
};

/** Issues a token of a template, in compact form. The default claims win over the template's. */
export function issueTemplateToken(
  state: InstanceState,
  { account, belonging, origin }: TemplateTokenRequest,
  template: JwtTemplate,
  { audience, ageSeconds = 0 }: MintOptions = {},
): Promise<string> {
  const issuedAt = Math.floor(state.clock.now() / 1000) - ageSeconds;
  const claims = Object.entries(expandClaims(template.claims, account, belonging));
  const kept = audience === undefined ? claims : claims.filter(([name]) => name !== "aud");
  return state.keys.sign(TEMPLATE_TOKEN, {
    ...Object.fromEntries(kept),
    ...(typeof audience === "string" ? { aud: audience } : {}),
    azp: origin,
    exp: issuedAt + template.lifetimeSeconds,
    iat: issuedAt,
    iss: state.otherIssuer ?? state.issuer,
    jti: createTokenId(state.random),
    nbf: issuedAt - template.clockSkewSeconds,
    sub: account.person.id,
  });
}
