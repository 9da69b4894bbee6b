/** Tokens of a customJwt provider, one rule after another, by sentence. */
import { describe, expect, test } from "vitest";
import {
  CLAIMS,
  CUSTOM,
  documents,
  edwards,
  elliptic,
  HEADER,
  ISSUER,
  jsonResponse,
  KEY_SET,
  NOW,
  rsa,
  sign,
  verdict,
  type Surroundings,
} from "./forge.ts";

const ACCEPTED = { subject: "user_1", issuer: ISSUER, tokenIdentifier: `${ISSUER}|user_1` };
const NO_KID = "InvalidAuthHeader: Could not decode token. JWT may be missing a 'kid' (key ID) header.";
const wrongKey = (kid: string): string =>
  `InvalidAuthHeader: Could not decode token. The JWT's 'kid' (key ID) header is '${kid}', does this key match any key in the provider's JWKS?`;
const claims = (changed: object): object => ({ ...CLAIMS, ...changed });

const judge = (token: string, surroundings: Surroundings = {}): Promise<unknown> =>
  verdict(token, { provider: CUSTOM, ...surroundings });

describe("the header", () => {
  test.each([
    ["no kid", { alg: "RS256" }],
    ["null for a kid", { ...HEADER, kid: null }],
    ["a kid that is a number", { ...HEADER, kid: 5 }],
    ["no alg", { kid: "ins_main" }],
    ["an alg that the library does not know", { ...HEADER, alg: "EdDSA" }],
    ["a typ that is a number", { ...HEADER, typ: 5 }],
    ["a crit that is a string", { ...HEADER, crit: "exp" }],
    ["a text in place of an object", JSON.stringify("header")],
  ])("with %s cannot be read", async (_, header) => {
    expect(await judge(await sign(CLAIMS, header))).toBe(NO_KID);
  });

  test.each([
    ["a key that nobody has", { ...HEADER, kid: "ins_other" }, "ins_other"],
    ["no name at all", { ...HEADER, kid: "" }, ""],
    ["a name of Object.prototype", { ...HEADER, kid: "constructor" }, "constructor"],
    ["another algorithm", { ...HEADER, alg: "RS512" }, "ins_main"],
    ["none", { ...HEADER, alg: "none" }, "ins_main"],
    ["an HMAC", { ...HEADER, alg: "HS256" }, "ins_main"],
    ["the kid of a key for another algorithm", { ...HEADER, kid: "ins_ed" }, "ins_ed"],
    ["a very long kid", { ...HEADER, kid: "a".repeat(5000) }, "a".repeat(5000)],
  ])("that asks for %s is told the key's name", async (_, header, kid) => {
    expect(await judge(await sign(CLAIMS, header))).toBe(wrongKey(kid));
  });

  test("may have any type, content type and extensions, as the product does not look", async () => {
    const odd = { ...HEADER, typ: "at+jwt", cty: "JWT", crit: ["urn:x"], b64: false };
    expect(await judge(await sign(CLAIMS, odd))).toMatchObject(ACCEPTED);
  });
});

describe("the token", () => {
  test("with a forged, cut, padded or doubled signature names the key, and its parts are three", async () => {
    const [header = "", payload = "", signature = ""] = (await sign()).split(".");
    const other = (await sign(claims({ sub: "admin" }))).split(".")[2] ?? "";
    const spare = `${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : String.fromCharCode(signature.charCodeAt(signature.length - 1) + 1)}`;
    for (const wrong of [other, "", signature.slice(0, -4), `${signature}==`, signature + signature, spare]) {
      expect(await judge([header, payload, wrong].join("."))).toBe(wrongKey("ins_main"));
    }
    expect(await judge(`${header}.${payload}`)).toBe(wrongKey("ins_main"));
    expect(await judge(`${header}.${payload}.${signature}.`)).toBe(wrongKey("ins_main"));
  });

  test("of a production deployment is not told which key it named", async () => {
    const token = await sign(CLAIMS, { ...HEADER, kid: "ins_other" });
    expect(await judge(token, { rules: { redacts: true } })).toBe(
      "InvalidAuthHeader: Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
    );
  });

  test("may be for several audiences, or for any where the provider names none", async () => {
    expect(await judge(await sign(claims({ aud: ["other", "convex"] })))).toMatchObject(ACCEPTED);
    const provider = { ...CUSTOM, applicationID: null };
    expect(await judge(await sign(claims({ aud: undefined })), { provider })).toMatchObject(ACCEPTED);
    expect(await judge(await sign(claims({ aud: "other" })))).toMatch(/^NoAuthProvider: /);
  });

  test("may name its issuer without a scheme, or with slashes", async () => {
    for (const iss of ["clerk.issuer.test", `${ISSUER}//`]) {
      expect(await judge(await sign(claims({ iss })))).toMatchObject({
        issuer: iss,
        tokenIdentifier: `${iss}|user_1`,
      });
    }
  });

  test("must have a subject and an expiry", async () => {
    expect(await judge(await sign(claims({ sub: undefined })))).toBe("InvalidAuthHeader: Missing subject");
    expect(await judge(await sign(claims({ exp: undefined })))).toBe("InvalidAuthHeader: Missing expiry");
    expect(await judge(await sign(claims({ iat: undefined })))).toMatchObject(ACCEPTED);
  });

  test("has five seconds of leeway at either end, in whole seconds", async () => {
    const untimely = "InvalidAuthHeader: Could not validate token: ";
    const accepted = [{ exp: NOW - 5 }, { exp: NOW - 5.4 }, { nbf: NOW + 5 }, { iat: NOW + 5.4 }];
    for (const changed of accepted) {
      expect(await judge(await sign(claims(changed)))).toMatchObject(ACCEPTED);
    }
    expect(await judge(await sign(claims({ exp: NOW - 6 })))).toBe(`${untimely}Token expired 6 seconds ago`);
    expect(await judge(await sign(claims({ nbf: NOW + 6 })))).toBe(
      `${untimely}Token will be valid in 6 seconds`,
    );
    expect(await judge(await sign(claims({ iat: NOW + 3600 })))).toBe(
      `${untimely}Token will be valid in 3600 seconds`,
    );
  });

  test("makes an identity of raw names, with objects taken apart", async () => {
    const token = await sign(
      claims({
        email_verified: "yes",
        properties: { a: { b: 1 }, list: [1] },
        fva: [0],
        sub: "user_1",
        jti: "x",
      }),
    );
    expect(await judge(token)).toEqual({
      ...ACCEPTED,
      email_verified: "yes",
      "properties.a.b": 1,
      "properties.list": [1],
    });
  });

  test("may be signed by ES256 where the provider says so", async () => {
    const provider = { ...CUSTOM, algorithm: "ES256" } as const;
    const es256 = { alg: "ES256", kid: "ins_ec" };
    expect(await judge(await sign(CLAIMS, es256, elliptic), { provider })).toMatchObject(ACCEPTED);
    expect(await judge(await sign(), { provider })).toBe(wrongKey("ins_main"));
    expect(await judge(await sign(CLAIMS, { alg: "EdDSA", kid: "ins_ed" }, edwards))).toBe(NO_KID);
  });
});

describe("the key set", () => {
  const answer = (...response: Parameters<typeof jsonResponse>) => ({
    internet: documents({ [KEY_SET]: jsonResponse(...response) }),
  });
  const keys = { keys: [{ ...rsa.jwk, alg: null, use: "enc" }] };

  test.each([
    ["application/json"],
    ["Application/JSON; charset=UTF-8"],
    [`application/jwk-set+json;charset="utf-8"`],
  ])("is read as %s, whatever the key is for", async (contentType) => {
    expect(await judge(await sign(), answer(keys, contentType))).toMatchObject(ACCEPTED);
  });

  test.each([["text/html"], ["application/json; charset=latin1"], ["application/json+x"], ["*/*"]])(
    "is not read as %s",
    async (contentType) => {
      expect(await judge(await sign(), answer(keys, contentType))).toBe(
        `InvalidAuthHeader: Invalid Content-Type '${contentType}' when fetching JWKS from '${KEY_SET}'. Expected 'application/json' or 'application/jwk-set+json'.`,
      );
    },
  );

  test("must say what it is", async () => {
    expect(await judge(await sign(), answer(keys, null))).toContain("Invalid Content-Type 'unknown'");
  });

  test.each([
    [404, "HTTP 404 Not Found"],
    [503, "HTTP 503 Service Unavailable"],
    [302, "HTTP 302 Found"],
    [299, "HTTP 299 Unknown"],
  ])("with status %i is told as %s", async (status, said) => {
    expect(await judge(await sign(), answer("", "text/plain", status))).toBe(
      `InvalidAuthHeader: Could not fetch JWKS from URL '${KEY_SET}': ${said}. Check that the URL is correct and accessible.`,
    );
  });

  test.each([["{"], ["[]"], [`{"keys":{}}`], [""], ["null"]])("%j is none", async (body) => {
    expect(await judge(await sign(), answer(body))).toBe(
      `InvalidAuthHeader: Invalid JWKS response body from '${KEY_SET}'. The response is not valid JSON or doesn't match the expected JWKS format.`,
    );
  });

  test("that nobody answers for is told by its address", async () => {
    expect(await judge(await sign(), { internet: {} })).toMatch(
      /^InvalidAuthHeader: Could not fetch JWKS from URL 'https:\/\/clerk\.issuer\.test\/\.well-known\/jwks\.json': .+\. Check that the URL is correct and accessible\.$/,
    );
  });

  test("may be a data URL of any type, in base64 or percent-encoded", async () => {
    const text = JSON.stringify({ keys: [{ ...rsa.jwk, kid: "clé" }] });
    const bytes = new TextEncoder().encode(text);
    const token = await sign(CLAIMS, { ...HEADER, kid: "clé" });
    const base64 = btoa(String.fromCharCode(...bytes));
    for (const jwks of [
      `data:text/plain;charset=utf-8;base64,${base64}`,
      `data:;BASE64,${base64.replace(/=+$/, "")}#fragment`,
      `data:application/json,${encodeURIComponent(text)}`,
      `data:,${text.replaceAll("%", "%25").replaceAll("#", "%23")}`,
    ]) {
      expect(await judge(token, { provider: { ...CUSTOM, jwks }, internet: {} })).toMatchObject(ACCEPTED);
    }
  });

  test("that is a broken data URL is told as such", async () => {
    const of = async (jwks: string): Promise<unknown> =>
      judge(await sign(), { provider: { ...CUSTOM, jwks }, internet: {} });
    expect(await of("data:application/json;base64,@@@")).toBe(
      "InvalidAuthHeader: Invalid JWKS data URL. Check that the data URL is properly formatted and contains valid base64-encoded JSON.",
    );
    expect(await of("data:application/json,{")).toBe(
      "InvalidAuthHeader: Invalid JWKS response body from 'data:application/json,{'. The response is not valid JSON or doesn't match the expected JWKS format.",
    );
  });
});

describe("to the letter", () => {
  const strict = { rules: { profile: "strict" } as const };

  test.each([
    ["an access token", CLAIMS, { ...HEADER, typ: "at+jwt" }],
    ["a nested token", CLAIMS, { ...HEADER, cty: "JWT" }],
    ["extensions that nobody understands", CLAIMS, { ...HEADER, crit: ["urn:x"] }],
    ["another audience beside ours", claims({ aud: ["convex", "other"] }), HEADER],
    ["an end that has passed", claims({ exp: NOW - 1 }), HEADER],
    ["a beginning that has not come", claims({ nbf: NOW + 1 }), HEADER],
    ["an issuer with a slash", claims({ iss: `${ISSUER}/` }), HEADER],
    ["a claim of one MiB", claims({ x: "x".repeat(1_048_576) }), HEADER],
  ])("%s is refused, which the product lets pass", async (_, payload, header) => {
    const token = await sign(payload, header);
    expect(await judge(token)).toMatchObject({ subject: "user_1" });
    expect(await judge(token, strict)).toMatch(/^InvalidAuthHeader: /);
    expect(await judge(await sign(), strict)).toMatchObject(ACCEPTED);
  });
});
