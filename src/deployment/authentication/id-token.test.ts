/** Tokens of an OpenID provider, one rule after another, by code and sentence. */
import { describe, expect, test } from "vitest";
import {
  CLAIMS,
  CONFIGURATION,
  deployment,
  documents,
  edwards,
  elliptic,
  HEADER,
  ISSUER,
  jsonResponse,
  KEY_SET,
  NOW,
  OIDC,
  rsa,
  sign,
  verdict,
} from "./forge.ts";
import { NOT_AN_ID_TOKEN, UNPARSABLE_PAYLOAD, UNVERIFIED_CLAIM } from "./refusal.ts";

const ACCEPTED = { subject: "user_1", issuer: ISSUER, tokenIdentifier: `${ISSUER}|user_1` };
const UNPARSABLE = `InvalidAuthHeader: ${UNPARSABLE_PAYLOAD}`;
const NO_ID_TOKEN = `InvalidAuthHeader: ${NOT_AN_ID_TOKEN}`;
const UNVERIFIED = `Unauthenticated: ${UNVERIFIED_CLAIM}`;

const claims = (changed: object): object => ({ ...CLAIMS, ...changed });
/** The claims as text, with more text before the end. */
const withText = (text: string): string => `${JSON.stringify(CLAIMS).slice(0, -1)},${text}}`;
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("the payload, which is all that is looked at to find the provider,", () => {
  test.each([
    ["a duplicate of a registered claim", withText(`"sub":"admin"`)],
    ["a duplicate written with an escape", withText(`"\\u0073ub":"admin"`)],
    ["a duplicate in an object", withText(`"x":{"a":1,"a":2}`)],
    ["a number that is infinite", withText(`"x":1e999`)],
    ["a number with a leading zero", withText(`"x":01`)],
    ["a number with a plus", withText(`"x":+1`)],
    ["half a surrogate pair", withText(`"x":"\\ud800"`)],
    ["a control character in a string", withText(`"x":"\u0001"`)],
    ["a comment", withText(`"x":1/**/`)],
    ["single quotes", withText(`'x':1`)],
    ["NaN", withText(`"x":NaN`)],
    ["a trailing comma", `${JSON.stringify(CLAIMS).slice(0, -1)},}`],
    ["a byte order mark", `\ufeff${JSON.stringify(CLAIMS)}`],
    ["something behind it", `${JSON.stringify(CLAIMS)} {}`],
    ["127 arrays in each other under a claim", withText(`"x":${nested(127)}`)],
    ["an exp that is a string", claims({ exp: String(NOW + 60) })],
    ["a negative iat", claims({ iat: -1 })],
    ["an nbf before the epoch", claims({ nbf: -0.5 })],
    ["an exp beyond every calendar", claims({ exp: 1e18 })],
    ["an iss that is a list", claims({ iss: [ISSUER] })],
    ["a jti that is a number", claims({ jti: 7 })],
    ["an aud that is an object", claims({ aud: { convex: true } })],
    ["an aud with a null in it", claims({ aud: ["convex", null] })],
    ["a text", JSON.stringify("claims")],
  ])("with %s cannot be parsed", async (_, payload) => {
    expect(await verdict(await sign(payload))).toBe(UNPARSABLE);
  });

  test.each([
    ["null for claims that may be absent", claims({ nbf: null, jti: null, name: null, azp: null })],
    ["126 arrays in each other under a claim", withText(`"x":${nested(126)}`)],
    ["white space around everything", ` \n\t${JSON.stringify(CLAIMS, null, 4)}\r\n`],
    ["an exp with a fraction", claims({ exp: NOW + 0.5 })],
    ["an exp in milliseconds, which is a long time", claims({ exp: (NOW + 60) * 1000 })],
    ["an exp with an exponent", JSON.stringify(CLAIMS).replace(String(CLAIMS.exp), "1.80000006e9")],
    ["a claim of one MiB", claims({ x: "x".repeat(1_048_576) })],
  ])("with %s is read", async (_, payload) => {
    expect(await verdict(await sign(payload))).toMatchObject(ACCEPTED);
  });

  test("must be base64url without a spare bit, whereas the header and the signature may have some", async () => {
    const [header = "", payload = "", signature = ""] = (await sign(claims({ x: "abc" }))).split(".");
    expect(payload.length % 4).not.toBe(0);
    const spare = (part: string): string => part.slice(0, -1) + nextOf(part.at(-1) ?? "");
    expect(await verdict([header, spare(payload), signature].join("."))).toBe(UNPARSABLE);
    expect(await verdict([header, payload, spare(signature)].join("."))).toMatchObject(ACCEPTED);
    for (const odd of ["=", "==", "+", "/", " ", "\n", "\u200b"]) {
      expect(await verdict([header, payload + odd, signature].join("."))).toBe(UNPARSABLE);
      expect(await verdict([header, payload, signature + odd].join("."))).toBe(NO_ID_TOKEN);
    }
  });

  test("is found in a token of any number of parts, which is then no ID token", async () => {
    const [header, payload] = (await sign()).split(".");
    expect(await verdict(`${header}.${payload}`)).toBe(NO_ID_TOKEN);
    expect(await verdict(`${await sign()}.`)).toBe(NO_ID_TOKEN);
    expect(await verdict(`.${payload}.`)).toBe(NO_ID_TOKEN);
    for (const none of ["", ".", "..", header ?? "", `${header}..${payload}`]) {
      expect(await verdict(none)).toBe(UNPARSABLE);
    }
  });
});

/** The next letter of the alphabet of base64url: the same bytes where the last bits belong to none. */
function nextOf(letter: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet.charAt(alphabet.indexOf(letter) + 1);
}

describe("the header", () => {
  test.each([
    ["an alg that does not exist", { ...HEADER, alg: "RS257" }],
    ["an alg with a space", { ...HEADER, alg: "RS256 " }],
    ["an alg in lower case", { ...HEADER, alg: "rs256" }],
    ["an alg that is a list", { ...HEADER, alg: ["RS256"] }],
    ["no alg", { kid: "ins_main" }],
    ["a kid that is a number", { ...HEADER, kid: 1 }],
    ["a kid that is an object", { ...HEADER, kid: {} }],
    ["a typ that is a number", { ...HEADER, typ: 1 }],
    ["a crit that is a string", { ...HEADER, crit: "exp" }],
    ["a crit with a number in it", { ...HEADER, crit: [1] }],
    ["a cty that is no string", { ...HEADER, cty: false }],
    ["two algs", `{"alg":"none","alg":"RS256","kid":"ins_main"}`],
    ["an array around it", JSON.stringify([HEADER])],
  ])("with %s cannot be read", async (_, header) => {
    expect(await verdict(await sign(CLAIMS, header))).toBe(NO_ID_TOKEN);
  });

  test.each([
    ["none", { ...HEADER, alg: "none" }],
    ["an HMAC", { ...HEADER, alg: "HS256" }],
    ["another hash", { ...HEADER, alg: "RS512" }],
    ["PSS", { ...HEADER, alg: "PS256" }],
    ["the algorithm of an encryption", { ...HEADER, alg: "A256GCM" }],
    ["the algorithm of another key", { ...HEADER, alg: "EdDSA" }],
    ["an access token's type", { ...HEADER, typ: "at+jwt" }],
    ["a type with parameters", { ...HEADER, typ: "application/jwt;v=1" }],
    ["an empty type", { ...HEADER, typ: "" }],
    ["an empty list of extensions", { ...HEADER, crit: [] }],
    ["an empty content type", { ...HEADER, cty: "" }],
    ["a key that nobody has", { ...HEADER, kid: "ins_other" }],
    ["an empty kid", { ...HEADER, kid: "" }],
    ["a kid in another case", { ...HEADER, kid: "INS_MAIN" }],
    ["a kid with a zero byte", { ...HEADER, kid: "ins_main\u0000" }],
    ["the kid of a key for another algorithm", { ...HEADER, kid: "ins_ec" }],
  ])("with %s is not verified", async (_, header) => {
    expect(await verdict(await sign(CLAIMS, header))).toBe(UNVERIFIED);
  });

  test.each([
    ["no kid, since one key fits", { alg: "RS256" }],
    ["null for whatever may be absent", { ...HEADER, kid: null, typ: null, cty: null, crit: null }],
    ["its media type in full", { ...HEADER, typ: "APPLICATION/JWT" }],
    ["members that mean nothing", { ...HEADER, jku: "https://evil.test", x5c: 7, jwk: {} }],
  ])("with %s is verified", async (_, header) => {
    expect(await verdict(await sign(CLAIMS, header))).toMatchObject(ACCEPTED);
  });

  test("may ask for EdDSA, but not for ES256", async () => {
    const [edDsa, es256] = [
      { alg: "EdDSA", kid: "ins_ed" },
      { alg: "ES256", kid: "ins_ec" },
    ];
    expect(await verdict(await sign(CLAIMS, edDsa, edwards))).toMatchObject(ACCEPTED);
    expect(await verdict(await sign(CLAIMS, es256, elliptic))).toBe(UNVERIFIED);
  });
});

describe("the key", () => {
  const withKeys = (...keys: unknown[]) => ({ internet: documents({ [KEY_SET]: jsonResponse({ keys }) }) });
  const { jwk } = rsa;

  test.each([
    ["another alg", { ...jwk, alg: "RS384" }],
    ["an alg that does not exist", { ...jwk, alg: "RS" }],
    ["the alg of an encryption", { ...jwk, alg: "A128GCM" }],
    ["the use enc", { ...jwk, use: "enc" }],
    ["a use of its own", { ...jwk, use: "signature" }],
    ["a use that is a list", { ...jwk, use: ["sig"] }],
    ["another type", { ...jwk, kty: "EC" }],
    ["a type in lower case", { ...jwk, kty: "rsa" }],
    ["a kid that is a number", { ...jwk, kid: 1 }],
    ["no kid, where the token has one", { ...jwk, kid: undefined }],
    ["no modulus", { ...jwk, n: undefined }],
    ["a short modulus", { ...jwk, n: String(jwk["n"]).slice(0, 171) }],
    ["a modulus that is a number", { ...jwk, n: 65_537 }],
  ])("with %s does not count", async (_, key) => {
    expect(await verdict(await sign(), withKeys(key))).toBe(UNVERIFIED);
  });

  test.each([
    ["null for whatever may be absent", { ...jwk, alg: null, use: null }],
    ["neither use nor alg", { ...jwk, alg: undefined, use: undefined }],
    ["zeros before its modulus", { ...jwk, n: `AAAA${String(jwk["n"])}` }],
    ["other members", { ...jwk, x5c: 7, key_ops: ["sign"], x: 5, crv: "P-999" }],
  ])("with %s counts", async (_, key) => {
    expect(await verdict(await sign(), withKeys(key))).toMatchObject(ACCEPTED);
  });

  test("must be the only one that fits", async () => {
    expect(await verdict(await sign(), withKeys(jwk, { ...jwk }))).toBe(UNVERIFIED);
    expect(await verdict(await sign(), withKeys(jwk, { ...jwk, use: "enc" }))).toMatchObject(ACCEPTED);
    expect(await verdict(await sign(CLAIMS, { alg: "RS256" }), withKeys(jwk, { ...jwk, kid: "b" }))).toBe(
      UNVERIFIED,
    );
  });
});

describe("the issuer and the audience", () => {
  const listed = `No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=${ISSUER}, app_id=convex)]`;

  test.each([
    ["another case", { iss: "https://Clerk.issuer.test" }],
    ["a port", { iss: `${ISSUER}:443` }],
    ["a path", { iss: `${ISSUER}/v1` }],
    ["a query", { iss: `${ISSUER}?x` }],
    ["plain http", { iss: "http://clerk.issuer.test" }],
    ["another scheme in capitals", { iss: "HTTPS://clerk.issuer.test" }],
    ["no audience", { aud: undefined }],
    ["null for an audience", { aud: null }],
    ["an empty audience", { aud: "" }],
    ["a list without ours", { aud: ["Convex", "convex "] }],
  ])("of a token with %s match no provider", async (_, changed) => {
    expect(await verdict(await sign(claims(changed)))).toBe(`NoAuthProvider: ${listed}`);
  });

  test("without a scheme match, but are a fault since no URL can be asked", async () => {
    const { authenticator, asked } = deployment();
    const refused = await authenticator.verify(await sign(claims({ iss: "clerk.issuer.test" })));
    expect(refused).toMatchObject({ ok: false, error: { code: "InternalServerError", step: "discovery" } });
    expect(asked).toEqual([]);
  });

  test("match through slashes, which discovery then takes to the letter", async () => {
    const slashed = await sign(claims({ iss: `${ISSUER}/` }));
    expect(await verdict(slashed, { provider: { ...OIDC, domain: `${ISSUER}//` } })).toBe(
      `AuthProviderDiscoveryFailed: Auth provider discovery of ${ISSUER}/ failed`,
    );
    const internet = documents({
      [CONFIGURATION]: jsonResponse({ issuer: `${ISSUER}/`, jwks_uri: KEY_SET }),
    });
    expect(await verdict(slashed, { internet })).toMatchObject({ issuer: `${ISSUER}/` });
  });

  test("may list ours twice, but nobody else", async () => {
    expect(await verdict(await sign(claims({ aud: ["convex", "convex"] })))).toMatchObject(ACCEPTED);
    expect(await verdict(await sign(claims({ aud: ["convex", ""] })))).toBe(UNVERIFIED);
  });
});

describe("beside the sentence", () => {
  const explained = async (token: Promise<string>, internet = documents()): Promise<unknown> => {
    const verified = await deployment({ internet }).authenticator.verify(await token);
    return verified.ok ? null : verified.error;
  };

  test("stands the step at which it failed, with what was found and what was wanted", async () => {
    const cases: readonly (readonly [unknown, object])[] = [
      [await explained(sign("claims")), { step: "parse" }],
      [
        await explained(sign(claims({ iss: "https://b.test" }))),
        { step: "issuer", found: "https://b.test", wanted: ISSUER },
      ],
      [await explained(sign(claims({ aud: "x" }))), { step: "audience", found: "x", wanted: "convex" }],
      [
        await explained(sign(), documents({ [KEY_SET]: jsonResponse("no", "text/plain", 404) })),
        { step: "discovery", found: "404", wanted: "200" },
      ],
      [
        await explained(sign(), documents({ [CONFIGURATION]: jsonResponse({ issuer: "https://b.test" }) })),
        { step: "discovery", found: "https://b.test", wanted: ISSUER },
      ],
      [await explained(sign(CLAIMS, { ...HEADER, alg: "X" })), { step: "header" }],
      [
        await explained(sign(CLAIMS, { ...HEADER, typ: "at+jwt" })),
        { step: "header", found: '{"typ":"at+jwt"}' },
      ],
      [await explained(sign(claims({ sub: undefined }))), { step: "parse" }],
      [
        await explained(sign(CLAIMS, { ...HEADER, kid: "x" })),
        { step: "key", found: "x", wanted: "ins_main, ins_ec, ins_ed" },
      ],
      [
        await explained(sign(CLAIMS, HEADER, { ...rsa, privateKey: elliptic.privateKey })),
        { step: "signature" },
      ],
      [
        await explained(sign(claims({ exp: NOW }))),
        { step: "lifetime", found: `exp ${NOW}`, wanted: `later than ${NOW}` },
      ],
    ];
    for (const [error, reason] of cases) expect(error).toMatchObject(reason);
  });

  test("stands what the standards would have said, and the strict profile says it", async () => {
    const long = await sign(claims({ x: "x".repeat(1_048_576) }));
    expect(await deployment().authenticator.verify(long)).toMatchObject({
      ok: true,
      value: { strictly: expect.stringContaining("256 KiB") as string },
    });
    expect(await verdict(long, { rules: { profile: "strict" } })).toBe(UNVERIFIED);
  });
});
