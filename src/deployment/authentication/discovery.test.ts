/** Discovery to the letter: addresses, content types, statuses, and how long an answer is kept. */
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../base/clock.ts";
import { keptForSeconds } from "./cache-control.ts";
import {
  CONFIGURATION,
  deployment,
  documents,
  ISSUER,
  jsonResponse,
  KEY_SET,
  keySet,
  NOW,
  OIDC,
  sign,
  verdict,
} from "./forge.ts";
import { Authenticator } from "./verify.ts";

const FAILED = `AuthProviderDiscoveryFailed: Auth provider discovery of ${ISSUER} failed`;
const configuration = { issuer: ISSUER, jwks_uri: KEY_SET };

const found = async (changed: Parameters<typeof documents>[0]): Promise<unknown> =>
  verdict(await sign(), { internet: documents(changed) });

describe("discovery", () => {
  test("asks for the configuration, then the keys, and nobody else", async () => {
    const { authenticator, asked } = deployment();
    expect((await authenticator.verify(await sign())).ok).toBe(true);
    expect(asked).toEqual([CONFIGURATION, KEY_SET]);
  });

  test.each([
    [404, "gone", ": 404 Not Found gone"],
    [500, "oops", ": 500 Internal Server Error oops"],
    [204, "", ": 204 No Content "],
    [599, "", ": 599 <unknown status code> "],
  ])("tells an answer of status %i", async (status, body, said) => {
    const response = jsonResponse(body, "text/plain", status);
    expect(await found({ [CONFIGURATION]: response })).toBe(FAILED + said);
    expect(await found({ [KEY_SET]: response })).toBe(FAILED + said);
  });

  test.each([
    ["a configuration that is a page", CONFIGURATION, jsonResponse("<p>", "text/html"), ": 200 OK <p>"],
    ["a key set that is a page", KEY_SET, jsonResponse("<p>", "text/html"), ": 200 OK <p>"],
    [
      "a configuration of a key set's type",
      CONFIGURATION,
      jsonResponse("{}", "application/jwk-set+json"),
      ": 200 OK {}",
    ],
    [
      "a type with a space behind it",
      KEY_SET,
      jsonResponse("{}", "application/json ; charset=utf-8"),
      ": 200 OK {}",
    ],
    ["a configuration that is a list", CONFIGURATION, jsonResponse([]), ""],
    ["a configuration without keys", CONFIGURATION, jsonResponse({ issuer: ISSUER }), ""],
    ["keys at no URL", CONFIGURATION, jsonResponse({ ...configuration, jwks_uri: "/jwks" }), ""],
    ["another issuer", CONFIGURATION, jsonResponse({ ...configuration, issuer: `${ISSUER}/` }), ""],
    ["an issuer that is no text", CONFIGURATION, jsonResponse({ ...configuration, issuer: [ISSUER] }), ""],
    ["a key set without keys", KEY_SET, jsonResponse({}), ""],
    ["a key set that is a list", KEY_SET, jsonResponse(keySet.keys), ""],
  ])("fails for %s", async (_, url, response, said) => {
    expect(await found({ [url]: response })).toBe(FAILED + said);
  });

  test.each([
    ["parameters", "application/json;charset=latin1"],
    ["capitals", "APPLICATION/JSON"],
    ["no type at all", null],
  ])("takes a type with %s", async (_, contentType) => {
    const accepted = { subject: "user_1" };
    expect(await found({ [CONFIGURATION]: jsonResponse(configuration, contentType) })).toMatchObject(
      accepted,
    );
    expect(await found({ [KEY_SET]: jsonResponse(keySet, contentType) })).toMatchObject(accepted);
  });

  test("asks an issuer with a path below that path", async () => {
    const issuer = `${ISSUER}/realms/a`;
    const { authenticator, asked } = deployment({
      provider: { ...OIDC, domain: issuer },
      internet: {
        [`${issuer}/.well-known/openid-configuration`]: jsonResponse({ issuer, jwks_uri: KEY_SET }),
      },
    });
    await authenticator.verify(await sign({ iss: issuer, aud: "convex", sub: "a", iat: NOW, exp: NOW + 9 }));
    expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`, KEY_SET]);
  });
});

describe("an answer", () => {
  const kept = (...headers: [string, string][]): number => keptForSeconds({ headers });

  test("is kept as its Cache-Control says, and not otherwise", () => {
    expect(kept()).toBe(0);
    expect(kept(["cache-control", "public, max-age=60"])).toBe(60);
    expect(kept(["cache-control", "max-age=60, s-maxage=5"])).toBe(5);
    expect(kept(["Cache-Control", 'Max-Age="60"'], ["age", "20"])).toBe(40);
    for (const word of ["no-store", "no-cache", "private"]) {
      expect(kept(["cache-control", `${word}, max-age=60`])).toBe(0);
    }
    expect(kept(["cache-control", "max-age=-1"])).toBe(0);
  });

  test("is asked for again when its time is over, so that a new key is met then and not before", async () => {
    const clock = new ManualClock(NOW * 1000);
    const lasting = (body: object) => ({
      ...jsonResponse(body),
      headers: [
        ["content-type", "application/json"],
        ["cache-control", "public, max-age=30"],
      ] as [string, string][],
    });
    let keys: object = { keys: [] };
    const authenticator = new Authenticator(clock, async ({ url }) =>
      lasting(url === KEY_SET ? keys : configuration),
    );
    authenticator.providers = [OIDC];
    const verify = async (): Promise<boolean> => (await authenticator.verify(await sign())).ok;
    expect(await verify()).toBe(false);
    keys = keySet;
    clock.advance(29_000);
    expect(await verify()).toBe(false);
    clock.advance(1000);
    expect(await verify()).toBe(true);
  });
});
