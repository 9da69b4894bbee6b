/** What can go wrong on the provider's side: discovery, key sets, and whom auth.config.ts names. */
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import type { HttpResponse } from "../../wire/network.ts";
import type { Provider } from "./providers.ts";
import { Authenticator } from "./verify.ts";

const ISSUER = "https://clerk.issuer.test";
const NOW = 1_800_000_000;
const CONFIGURATION = `${ISSUER}/.well-known/openid-configuration`;
const KEY_SET = `${ISSUER}/.well-known/jwks.json`;

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: "ins_main", use: "sig", alg: "RS256" };
const secret = await exportJWK(privateKey);

function signed(claims: JWTPayload = {}): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: "convex", sub: "user_1", iat: NOW, exp: NOW + 60, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "ins_main", typ: "JWT" })
    .sign(privateKey);
}

const json = (body: unknown, contentType = "application/json", status = 200): HttpResponse => ({
  status,
  headers: contentType === "" ? [] : [["content-type", contentType]],
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const GOOD: Readonly<Record<string, HttpResponse>> = {
  [CONFIGURATION]: json({ issuer: ISSUER, jwks_uri: KEY_SET }),
  [KEY_SET]: json({ keys: [jwk] }),
};

const oidc = (domain = ISSUER, applicationID = "convex"): Provider => ({
  type: "oidc",
  domain,
  applicationID,
});

function authenticator(
  internet: Readonly<Record<string, HttpResponse>>,
  providers: readonly Provider[] = [oidc()],
): { readonly authenticator: Authenticator; readonly clock: ManualClock; readonly asked: string[] } {
  const clock = new ManualClock(NOW * 1000);
  const asked: string[] = [];
  const made = new Authenticator(clock, async ({ url }) => {
    asked.push(url);
    const response = internet[url];
    if (response === undefined) throw new Error("no such host");
    return response;
  });
  made.providers = providers;
  return { authenticator: made, clock, asked };
}

async function verdict(
  internet: Readonly<Record<string, HttpResponse>>,
  providers?: readonly Provider[],
  token?: string,
): Promise<{ readonly code: string; readonly step: string; readonly file: string | null } | string> {
  const verified = await authenticator(internet, providers).authenticator.verify(token ?? (await signed()));
  if (verified.ok) return verified.value.identity.subject;
  const { code, step, file } = verified.error;
  return { code, step, file };
}

const FAILED = { code: "AuthProviderDiscoveryFailed", step: "discovery", file: null };

describe("discovery", () => {
  test.each([
    ["a key set that answers 404", { [KEY_SET]: json("gone", "text/plain", 404) }],
    ["a key set that is a web page", { [KEY_SET]: json("<html>", "text/html") }],
    [
      "a discovery document that names another issuer",
      { [CONFIGURATION]: json({ issuer: `${ISSUER}/`, jwks_uri: KEY_SET }) },
    ],
    ["a discovery document that is no JSON", { [CONFIGURATION]: json("{") }],
    ["a discovery document without jwks_uri", { [CONFIGURATION]: json({ issuer: ISSUER }) }],
    ["a discovery document that answers 500", { [CONFIGURATION]: json("oops", "text/plain", 500) }],
    ["a redirect, which is not followed", { [CONFIGURATION]: json("", "text/plain", 302) }],
  ])("%s refuses the token", async (_, broken) => {
    expect(await verdict({ ...GOOD, ...broken })).toEqual(FAILED);
  });

  test("that failed is tried again with the next token", async () => {
    const internet: Record<string, HttpResponse> = {
      ...GOOD,
      [CONFIGURATION]: json("oops", "text/plain", 500),
    };
    const { authenticator: made } = authenticator(internet);
    expect((await made.verify(await signed())).ok).toBe(false);
    internet[CONFIGURATION] = GOOD[CONFIGURATION] ?? json("");
    expect((await made.verify(await signed())).ok).toBe(true);
  });

  test.each([
    ["no content type", ""],
    ["the key set's own content type", "application/jwk-set+json; charset=utf-8"],
  ])("a key set with %s is read", async (_, contentType) => {
    expect(await verdict({ ...GOOD, [KEY_SET]: json({ keys: [jwk] }, contentType) })).toBe("user_1");
  });

  test("a key set may stand on another host, and hold keys that nobody can use", async () => {
    const elsewhere = "https://keys.test/jwks";
    const keys = [{ kty: "ABC", kid: "odd" }, 7, jwk];
    const internet = {
      [CONFIGURATION]: json({ issuer: ISSUER, jwks_uri: elsewhere }),
      [elsewhere]: json({ keys }),
    };
    expect(await verdict(internet)).toBe("user_1");
  });

  test("a key set that gives the private key away still verifies, as in the product", async () => {
    expect(await verdict({ ...GOOD, [KEY_SET]: json({ keys: [{ ...jwk, ...secret }] }) })).toBe("user_1");
  });
});

describe("auth.config.ts", () => {
  const file = "convex/auth.config.ts";

  test("without providers refuses every token", async () => {
    expect(await verdict(GOOD, [])).toEqual({ code: "NoAuthProvider", step: "issuer", file });
  });

  test("may leave the scheme out, but not add a path", async () => {
    expect(await verdict(GOOD, [oidc("clerk.issuer.test")])).toBe("user_1");
    expect(await verdict(GOOD, [oidc(`${ISSUER}/v1`)])).toEqual({
      code: "NoAuthProvider",
      step: "issuer",
      file,
    });
  });

  test("with another applicationID refuses the token, and says that it is the audience", async () => {
    const { authenticator: made } = authenticator(GOOD, [oidc(ISSUER, "other")]);
    expect(await made.verify(await signed())).toMatchObject({
      ok: false,
      error: { code: "NoAuthProvider", step: "audience", found: "convex", wanted: "other", file },
    });
  });

  test("with two applications of one issuer takes the one that the token is for", async () => {
    expect(await verdict(GOOD, [oidc(ISSUER, "first"), oidc()])).toBe("user_1");
  });

  test("trusts no other instance of Clerk, whatever its tokens are for", async () => {
    const foreign = await signed({ iss: "https://other.clerk.test" });
    expect(await verdict(GOOD, [oidc()], foreign)).toEqual({ code: "NoAuthProvider", step: "issuer", file });
  });

  test("of a production deployment is not told to anyone", async () => {
    const clock = new ManualClock(NOW * 1000);
    const made = new Authenticator(clock, () => Promise.reject(new Error("offline")), {
      profile: "convex",
      redacts: true,
    });
    made.providers = [oidc("https://secret.issuer.test")];
    expect(await made.verify(await signed())).toMatchObject({
      ok: false,
      error: { message: "No auth provider found matching the given token" },
    });
  });
});

describe("time", () => {
  test("a token is good until it expires, also again and also after sign-out", async () => {
    const { authenticator: made, clock } = authenticator(GOOD);
    const token = await signed();
    expect((await made.verify(token)).ok).toBe(true);
    clock.advance(59_999);
    expect((await made.verify(token)).ok).toBe(true);
    clock.advance(1);
    expect(await made.verify(token)).toMatchObject({
      ok: false,
      error: { code: "Unauthenticated", step: "lifetime" },
    });
  });

  test("a token that the product accepts against the letter says so, and the strict profile refuses it", async () => {
    const early = await signed({ nbf: NOW + 3600 });
    const lax = await authenticator(GOOD).authenticator.verify(early);
    expect(lax).toMatchObject({ ok: true, value: { strictly: expect.stringContaining("nbf") as string } });
    const strict = new Authenticator(
      new ManualClock(NOW * 1000),
      async ({ url }) => GOOD[url] ?? json("", "text/plain", 404),
      { profile: "strict", redacts: false },
    );
    strict.providers = [oidc()];
    expect(await strict.verify(early)).toMatchObject({ ok: false, error: { step: "lifetime" } });
    expect((await strict.verify(await signed())).ok).toBe(true);
  });
});
