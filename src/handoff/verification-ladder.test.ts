import { expect, test } from "vitest";
import { ACCEPTED, REFUSED } from "./testing/hops.ts";
import { verificationLadder } from "./verification-ladder.ts";

test("a refused token passed every step before the one that failed, and reached none after it", () => {
  const ladder = verificationLadder({
    ...REFUSED,
    step: "audience",
    found: "no aud",
    wanted: "convex",
  } as typeof REFUSED);
  expect(ladder.map(({ step, state }) => `${step}: ${state}`)).toEqual([
    "parse: passed",
    "issuer: passed",
    "audience: failed",
    "discovery: not reached",
    "header: not reached",
    "key: not reached",
    "signature: not reached",
    "lifetime: not reached",
  ]);
  expect(ladder[2]).toMatchObject({ found: "no aud", wanted: "convex" });
});

test("an accepted token passed all of them, an unverified one has none", () => {
  expect(verificationLadder(ACCEPTED).every(({ state }) => state === "passed")).toBe(true);
  expect(verificationLadder({ status: "unverified" })).toEqual([]);
});
