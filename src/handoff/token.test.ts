import { describe, expect, it } from "vitest";
import { encodeBase64Url } from "../base/base64.ts";
import { explainClaims } from "./claims.ts";
import { ACCEPTED, JWT, REFUSED } from "./testing/hops.ts";
import { decodeToken, tokenVerdict } from "./token.ts";

describe("a token taken apart", () => {
  it("shows header, claims and signature", () => {
    const token = decodeToken(JWT);
    expect(token.problem).toBeNull();
    expect(token.header).toMatchObject({ alg: "RS256", kid: "ins_1" });
    expect(token.claims).toMatchObject({ aud: "convex", name: "Ada Lovelace" });
    expect(token.signature).toBe("c2lnbmF0dXJl");
  });

  it("reads names outside ASCII", () => {
    const bytes = Array.from('{"name":"Zo', (letter) => letter.charCodeAt(0));
    const claims = encodeBase64Url(Uint8Array.from([...bytes, 0xc3, 0xab, 0x22, 0x7d]));
    expect(decodeToken(`e30.${claims}.x`).claims).toEqual({ name: "Zoë" });
  });

  it.each([
    ["", "A compact JWT has three parts joined by dots; this has 1."],
    ["a.b", "A compact JWT has three parts joined by dots; this has 2."],
    ["!!.e30.x", "The header is not base64url-encoded JSON."],
    ["e30.W10.x", "The claims are not base64url-encoded JSON."],
    ["e30._w.x", "The claims are not base64url-encoded JSON."],
  ])("says what is wrong with %j", (jwt, problem) => {
    expect(decodeToken(jwt).problem).toBe(problem);
  });
});

describe("the meaning of claims", () => {
  it("explains the names it knows and leaves the others alone", () => {
    const explained = explainClaims({ sub: "user_1", exp: 1_800_000_060, fva: [3, -1], toString: 1 });
    expect(explained.map(({ name, value, spoken }) => [name, value, spoken])).toEqual([
      ["sub", "user_1", null],
      ["exp", "1800000060", "2027-01-15 08:01:00 UTC"],
      ["fva", "[3,-1]", null],
      ["toString", "1", null],
    ]);
    expect(explained.map(({ meaning }) => meaning === null)).toEqual([false, false, false, true]);
  });

  it("does not fall over an instant that no calendar has", () => {
    expect(explainClaims({ exp: 1e300 })[0]?.spoken).toBeNull();
  });
});

describe("the verdict on a token", () => {
  it("names the person and who vouches", () => {
    expect(tokenVerdict(ACCEPTED).sentence).toMatch(/^accepted: user_2handoffAdaLovelace0001/);
  });

  it("gives Convex's own words when it was refused", () => {
    expect(tokenVerdict(REFUSED).sentence).toBe(
      "refused: Unauthenticated Could not verify OIDC token claim.",
    );
    expect(tokenVerdict(REFUSED).explanation).toBe("The signature was made with another key.");
  });

  it("does not pretend to know where it was only carried", () => {
    expect(tokenVerdict({ status: "unverified" }).sentence).toBe("not verified at this hop");
  });
});
