/** Verification of a token against a bare WebCrypto verification of the same token, side by side. */
import { test } from "vitest";
import { Authenticator } from "../../deployment/authentication/verify.ts";
import { createSigningKeys, TEMPLATE_TOKEN } from "../../issuer/signing-keys.ts";
import type { HttpResponse } from "../../wire/network.ts";
import { median, report } from "./report.ts";

const ISSUER = "https://calm-otter-42.clerk.accounts.dev";
const ROUNDS = 1000;
/** Until the engine has compiled what is measured: a deployment verifies again and again. */
const WARM_UP = 2000;
const RS256 = "RSASSA-PKCS1-v1_5";

/** Milliseconds. */
async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

test("token verification", async () => {
  const keys = await createSigningKeys("ins_bench");
  const now = Math.floor(Date.now() / 1000);
  const token = await keys.sign(TEMPLATE_TOKEN, {
    iss: ISSUER,
    aud: "convex",
    sub: "user_2ada",
    name: "Ada Lovelace",
    iat: now,
    nbf: now - 5,
    exp: now + 3600,
  });

  const documents: Readonly<Record<string, object>> = {
    [`${ISSUER}/.well-known/openid-configuration`]: {
      issuer: ISSUER,
      jwks_uri: `${ISSUER}/.well-known/jwks.json`,
    },
    [`${ISSUER}/.well-known/jwks.json`]: { keys: [keys.publicJwk] },
  };
  const authenticator = new Authenticator(
    { now: () => Date.now() },
    async ({ url }): Promise<HttpResponse> => ({
      status: 200,
      headers: [
        ["content-type", "application/json"],
        ["cache-control", "max-age=3600"],
      ],
      body: JSON.stringify(documents[url]),
    }),
  );
  authenticator.providers = [{ type: "oidc", domain: ISSUER, applicationID: "convex" }];

  const key = await crypto.subtle.importKey("jwk", keys.publicJwk, { name: RS256, hash: "SHA-256" }, false, [
    "verify",
  ]);
  const [header = "", payload = "", signature = ""] = token.split(".");
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const signatureBytes = new Uint8Array(Buffer.from(signature, "base64url"));

  const full = async (): Promise<void> => {
    const verified = await authenticator.verify(token);
    if (!verified.ok) throw new Error(`The token was refused: ${verified.error.code}`);
  };
  const bare = async (): Promise<void> => {
    if (!(await crypto.subtle.verify(RS256, key, signatureBytes, signed))) throw new Error("Not genuine.");
  };

  const fullTimes: number[] = [];
  const bareTimes: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    // In turns, so that neither always comes second.
    const first = await timed(round % 2 === 0 ? full : bare);
    const second = await timed(round % 2 === 0 ? bare : full);
    if (round < 0) continue;
    fullTimes.push(round % 2 === 0 ? first : second);
    bareTimes.push(round % 2 === 0 ? second : first);
  }

  const shared = { group: 5, unit: "ms", budget: null, beside: "p90" } as const;
  report({ ...shared, name: "token: verification", samples: fullTimes });
  report({ ...shared, name: "token: bare WebCrypto verify", samples: bareTimes });
  const ratio = median(fullTimes) / median(bareTimes);
  report({
    group: 5,
    name: "token: ratio of the medians",
    unit: "×",
    budget: 1.5,
    samples: [ratio],
    beside: "nothing",
  });
});
