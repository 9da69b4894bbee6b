import { decodeProtectedHeader, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import type { Instance } from "./instance.ts";
import {
  ADA,
  APP_ORIGIN,
  ask,
  at,
  servedKeys,
  ISSUER,
  json,
  openTestInstance,
  START,
  START_SECONDS,
} from "./test-instance.ts";

let instance: Instance;
let advance: (byMs: number) => void;
let sessionId: string;

beforeEach(async () => {
  const opened = await openTestInstance();
  instance = opened.instance;
  advance = (byMs) => opened.clock.advance(byMs);
  const fields = { identifier: ADA.emailAddress, password: ADA.password };
  const { body } = await json(ask(instance, "POST", "/v1/client/sign_ins", fields));
  sessionId = String(at(body, "response", "created_session_id"));
});

async function token(suffix: string): Promise<string> {
  const { status, body } = await json(
    ask(instance, "POST", `/v1/client/sessions/${sessionId}/tokens${suffix}`),
  );
  expect(status).toBe(200);
  expect(body).toEqual({ object: "token", jwt: expect.any(String) });
  return String(at(body, "jwt"));
}

async function claimsOf(jwt: string, atSeconds: number) {
  const keys = await servedKeys(instance);
  return (await jwtVerify(jwt, keys, { issuer: ISSUER, currentDate: new Date(atSeconds * 1000) })).payload;
}

describe("a session token", () => {
  test("has Clerk's header, named by the instance's key", async () => {
    const header = decodeProtectedHeader(await token(""));
    expect(JSON.stringify(header)).toBe(
      JSON.stringify({ alg: "RS256", cat: "cl_B7d4PD111AAA", kid: header.kid, typ: "JWT" }),
    );
    expect(header.kid).toMatch(/^ins_/);
  });

  test("has the claims of version 2, by name, and no audience", async () => {
    const claims = await claimsOf(await token(""), START_SECONDS);
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({
        azp: APP_ORIGIN,
        exp: START_SECONDS + 60,
        fva: [0, -1],
        iat: START_SECONDS,
        iss: ISSUER,
        jti: claims.jti,
        nbf: START_SECONDS - 10,
        sid: sessionId,
        sts: "active",
        sub: ADA.id,
        v: 2,
      }),
    );
    expect(claims.jti).toMatch(/^[0-9a-f]{20}$/);
  });

  test("tells how many minutes ago the first factor was verified", async () => {
    advance(7.5 * 60_000);
    expect(await claimsOf(await token(""), START_SECONDS + 450)).toMatchObject({ fva: [7, -1] });
  });

  test("is a new one at each request", async () => {
    expect(await token("")).not.toBe(await token(""));
  });

  test("has expired after a minute", async () => {
    const jwt = await token("");
    await expect(claimsOf(jwt, START_SECONDS + 59)).resolves.toMatchObject({ sub: ADA.id });
    await expect(claimsOf(jwt, START_SECONDS + 60)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
  });
});

describe("a token of the template convex", () => {
  test("has the category of templates", async () => {
    const header = decodeProtectedHeader(await token("/convex"));
    expect(header).toEqual({ alg: "RS256", cat: "cl_B7d4PD222AAA", kid: header.kid, typ: "JWT" });
  });

  test("has the preset's claims and the default ones, and nothing of the session", async () => {
    const claims = await claimsOf(await token("/convex"), START_SECONDS);
    expect(claims).toEqual({
      aud: "convex",
      azp: APP_ORIGIN,
      email: "ada@example.com",
      email_verified: true,
      exp: START_SECONDS + 60,
      family_name: "Lovelace",
      given_name: "Ada",
      iat: START_SECONDS,
      iss: ISSUER,
      jti: expect.stringMatching(/^[0-9a-f]{20}$/),
      name: "Ada Lovelace",
      nbf: START_SECONDS - 5,
      nickname: null,
      phone_number: null,
      phone_number_verified: false,
      picture: expect.stringMatching(/^https:\/\/img\.clerk\.com\/[\w-]+$/),
      sub: ADA.id,
      updated_at: Math.floor(START / 1000),
    });
    expect(Object.keys(claims)).toEqual(Object.keys(claims).toSorted());
  });
});

test("The key set holds the public half of one RSA key and nothing else", async () => {
  const { status, body } = await json(ask(instance, "GET", "/.well-known/jwks.json"));
  expect(status).toBe(200);
  const part = expect.stringMatching(/^[\w-]+$/) as unknown;
  const kid = expect.stringMatching(/^ins_/) as unknown;
  expect(body).toEqual({ keys: [{ use: "sig", kty: "RSA", kid, alg: "RS256", n: part, e: "AQAB" }] });
});
