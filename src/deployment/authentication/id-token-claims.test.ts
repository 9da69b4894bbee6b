/** What an ID token says of a person, and until when it holds. */
import { describe, expect, test } from "vitest";
import { CLAIMS, ISSUER, NOW, sign, verdict } from "./forge.ts";
import { NOT_AN_ID_TOKEN, UNVERIFIED_CLAIM } from "./refusal.ts";

const ACCEPTED = { subject: "user_1", issuer: ISSUER, tokenIdentifier: `${ISSUER}|user_1` };
const NO_ID_TOKEN = `InvalidAuthHeader: ${NOT_AN_ID_TOKEN}`;
const UNVERIFIED = `Unauthenticated: ${UNVERIFIED_CLAIM}`;

const claims = (changed: object): object => ({ ...CLAIMS, ...changed });

describe("the claims of an ID token", () => {
  test.each([
    ["sub", undefined],
    ["sub", null],
    ["iat", undefined],
    ["iat", null],
    ["exp", undefined],
    ["exp", null],
    ["email_verified", "true"],
    ["phone_number_verified", 1],
    ["address", "a street"],
    ["address", { formatted: 5 }],
    ["name", 5],
    ["name#fr", {}],
    ["email", ["a@b.test"]],
    ["email#fr", "a@b.test"],
    ["locale", 1],
    ["nonce", 5],
    ["azp", ["x"]],
    ["amr", "pwd"],
    ["acr", 0],
    ["auth_time", "yesterday"],
    ["updated_at", "2027-01-15"],
    ["updated_at", true],
  ])("%s cannot be %j", async (claim, value) => {
    expect(await verdict(await sign(claims({ [claim]: value })))).toBe(NO_ID_TOKEN);
  });

  test("become an identity under Convex's names, all others keep theirs", async () => {
    const person = {
      given_name: "Ada",
      "given_name#fr": "Adèle",
      birthdate: "1815-12-10",
      birthday: "unused",
      address: { formatted: "12 St James's Square", country: "UK" },
      updated_at: NOW + 0.5,
      auth_time: "2027-01-15T07:00:00Z",
      amr: ["pwd"],
      nonce: "n",
      org: { id: "org_1", roles: ["admin"] },
      nothing: null,
      fva: [0, -1],
      email: null,
    };
    expect(await verdict(await sign(claims({ ...person, tokenIdentifier: "forged", "nonce#x": 1 })))).toEqual(
      {
        ...ACCEPTED,
        givenName: "Ada",
        birthday: "1815-12-10",
        address: "12 St James's Square",
        updatedAt: "2027-01-15T08:00:00.500+00:00",
        org: { id: "org_1", roles: ["admin"] },
        nothing: null,
        "nonce#x": 1,
      },
    );
    const inUtc = await verdict(await sign(claims({ updated_at: "2027-01-15T09:00:00+01:00" })));
    expect(inUtc).toMatchObject({ updatedAt: "2027-01-15T08:00:00+00:00" });
  });

  test("exp is the first moment that is too late", async () => {
    const at = async (exp: number, nowMs: number): Promise<unknown> =>
      verdict(await sign(claims({ exp })), { nowMs });
    expect(await at(NOW + 1, NOW * 1000 + 999)).toMatchObject(ACCEPTED);
    expect(await at(NOW + 1, NOW * 1000 + 1000)).toBe(UNVERIFIED);
    expect(await at(NOW + 0.5, NOW * 1000 + 999)).toMatchObject(ACCEPTED);
    expect(await at(NOW, NOW * 1000)).toBe(UNVERIFIED);
  });

  test("nbf and iat may lie in the future", async () => {
    expect(await verdict(await sign(claims({ nbf: NOW + 99, iat: NOW + 99 })))).toMatchObject(ACCEPTED);
  });
});
