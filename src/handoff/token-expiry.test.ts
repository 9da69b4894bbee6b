import { expect, it } from "vitest";
import { encodeBase64Url } from "../base/base64.ts";
import type { CarriedToken, Hop } from "../wire/handoff.ts";
import { lastTokenExpiry } from "./token-expiry.ts";

const ACCEPTED: CarriedToken["verification"] = {
  status: "accepted",
  subject: "a",
  issuer: "i",
  strictly: null,
};

function hop(exp: number, verification: CarriedToken["verification"]): Hop {
  const part = (value: object): string =>
    encodeBase64Url(Uint8Array.from(JSON.stringify(value), (letter) => letter.charCodeAt(0)));
  const jwt = `${part({ alg: "RS256" })}.${part({ exp })}.c2ln`;
  return {
    id: String(exp),
    at: 0,
    from: "client",
    to: "deployment",
    content: { type: "socket-opened", socket: "s", url: "wss://x" },
    tokens: [{ jwt, verification }],
  };
}

it("is that of the newest token that was accepted", () => {
  expect(lastTokenExpiry([hop(60, ACCEPTED), hop(120, ACCEPTED), hop(180, { status: "unverified" })])).toBe(
    120_000,
  );
});

it("is unknown before one was accepted", () => {
  expect(lastTokenExpiry([hop(60, { status: "unverified" })])).toBeNull();
});
