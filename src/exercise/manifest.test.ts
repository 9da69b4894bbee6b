import { expect, test } from "vitest";
import manifest from "../../exercises/identity-handoff/exercise.json" with { type: "json" };
import { parseExpected, parseManifest, parseScenarios } from "./manifest.ts";

test("the identity handoff's manifest is one", () => {
  expect(parseManifest(manifest)).toMatchObject({ ok: true });
});

test("a fault is told with its place", () => {
  const broken = { ...manifest, lesson: { ...manifest.lesson, number: 0 }, extra: 1 };
  expect(parseManifest(broken)).toEqual({
    ok: false,
    error: [
      expect.stringContaining("lesson.number: Invalid value"),
      expect.stringContaining("extra: Invalid key"),
    ],
  });
});

test("a person's id that Clerk would not give is refused with its place", () => {
  const person = {
    key: "ada",
    id: "ada",
    firstName: "Ada",
    lastName: "L",
    emailAddress: "a@b.test",
    password: "x",
  };
  expect(parseScenarios({ people: [person], environment: {}, rows: [], checkRows: [] })).toEqual({
    ok: false,
    error: [expect.stringContaining("people.0.id: Invalid start")],
  });
});

test("a wrong answer names at least one check that fails and words of its hint", () => {
  expect(parseExpected({ fails: ["own-rows-only"], hint: "subject" })).toMatchObject({ ok: true });
  expect(parseExpected({ fails: [], hint: "" })).toMatchObject({ ok: false, error: { length: 2 } });
});
