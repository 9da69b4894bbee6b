import { describe, expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import type { HttpResponse } from "../../wire/network.ts";
import type { Provider } from "./providers.ts";
import { readAttacks, type AttackCorpus } from "./attack-corpus.ts";
import { Authenticator } from "./verify.ts";
import type { Profile } from "./verification.ts";

const corpus = await readAttacks();

describe.skipIf(corpus === null)("the attack corpus of ../shared (skipped where that folder is not)", () => {
  const { meta, jwks, jwksVariants, cases } = corpus ?? ({ cases: [] } as unknown as AttackCorpus);

  async function judge(
    token: string,
    keySet: object,
    provider: Provider,
    profile: Profile,
  ): Promise<"accept" | "reject"> {
    const json = (body: object): HttpResponse => ({
      status: 200,
      headers: [["content-type", "application/json"]],
      body: JSON.stringify(body),
    });
    const authenticator = new Authenticator(
      new ManualClock(meta.now * 1000),
      async ({ url }) => {
        const issuer = /^(.*?)\/?\/\.well-known/.exec(url)?.[1] ?? "";
        if (issuer !== meta.issuer) throw new Error("no such host");
        return json(
          url.endsWith("jwks.json") ? keySet : { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` },
        );
      },
      { profile, redacts: false },
    );
    authenticator.providers = [provider];
    return (await authenticator.verify(token)).ok ? "accept" : "reject";
  }

  const oidc = (): Provider => ({ type: "oidc", domain: meta.issuer, applicationID: meta.audience });
  const customJwt = (): Provider => ({
    type: "customJwt",
    issuer: meta.issuer,
    jwks: `${meta.issuer}/.well-known/jwks.json`,
    algorithm: "RS256",
    applicationID: meta.audience,
  });

  test.each([
    ["convexOidc", oidc, "convex"],
    ["convexCustomJwt", customJwt, "convex"],
    ["strict", oidc, "strict"],
  ] as const)("%s: every case gets the expected verdict", async (column, provider, profile) => {
    const wrong: string[] = [];
    for (const { id, title, token, jwks: variant, expect: expected } of cases) {
      if (token === undefined || expected[column] === "accept?") continue;
      const keySet = variant === undefined ? jwks : (jwksVariants[variant] ?? jwks);
      const verdict = await judge(token, keySet, provider(), profile);
      if (verdict !== expected[column]) wrong.push(`${id} ${title}: ${verdict}`);
    }
    console.log(`${column}: ${cases.length - wrong.length} of ${cases.length} cases agree`);
    expect(wrong).toEqual([]);
  });

  test("to the letter, a customJwt provider accepts nothing that an OpenID provider would refuse", async () => {
    const wrong: string[] = [];
    for (const { id, title, token, jwks: variant, expect: expected } of cases) {
      if (token === undefined || expected.strict === "accept") continue;
      const keySet = variant === undefined ? jwks : (jwksVariants[variant] ?? jwks);
      const verdict = await judge(token, keySet, customJwt(), "strict");
      if (verdict === "accept") wrong.push(`${id} ${title}`);
    }
    expect(wrong).toEqual([]);
  });
});
