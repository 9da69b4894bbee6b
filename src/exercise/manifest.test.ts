import { expect, test } from "vitest";
import manifest from "../../exercises/identity-handoff/exercise.json" with { type: "json" };
import { parseManifest } from "./manifest.ts";

test("the identity handoff's manifest is one", () => {
  expect(parseManifest(manifest)).toMatchObject({ ok: true });
});

test("a fault is told with its place", () => {
  const broken = JSON.parse(JSON.stringify(manifest)) as typeof manifest;
  if (broken.backend.people[0]) broken.backend.people[0].id = "ada";
  expect(parseManifest({ ...broken, extra: 1 })).toEqual({
    ok: false,
    error: [
      expect.stringContaining("backend.people.0.id: Invalid start"),
      expect.stringContaining("extra: Invalid key"),
    ],
  });
});
