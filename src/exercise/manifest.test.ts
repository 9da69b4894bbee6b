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
      "lesson.number must be 1 or more, and is 0.",
      expect.stringMatching(
        /^the manifest has a key "extra" that means nothing here\. It can have \$schema, schemaVersion, /,
      ),
    ],
  });
});

test.each([
  [{ titel: "T" }, `the manifest has a key "titel" that means nothing here. Did you mean "title"?`],
  [{ title: undefined }, `title must be text, and is missing.`],
  [{ title: "" }, `title must be something, not empty, and is empty.`],
  [{ kind: "apps" }, `kind must be "app" or "script", and is "apps".`],
  [
    { files: [{ path: "a.ts", editabel: true }] },
    `files.0 has a key "editabel" that means nothing here. Did you mean "editable"?`,
  ],
  ...["../secrets.ts", "/etc/passwd", "app/../../a.ts", "app\\page.tsx", "C:/a.ts", "./a.ts", ""].map(
    (path): [object, string] => [
      { files: [{ path, editable: true }] },
      `files.0.path must be a path that stays in starter/, such as convex/tasks.ts, and is ${path === "" ? "empty" : JSON.stringify(path)}.`,
    ],
  ),
  [{ checks: [] }, "checks must be something, not empty, and is []."],
  [
    { checks: [{ id: "Own rows", title: "T" }] },
    `checks.0.id must be words in lower case joined by hyphens, and is "Own rows".`,
  ],
])("%j is told as: %s", (change, fault) => {
  expect(parseManifest({ ...manifest, ...change })).toMatchObject({
    ok: false,
    error: expect.arrayContaining([fault]),
  });
});

test("a key that is left out is asked for", () => {
  const { course: _course, ...rest } = manifest;
  expect(parseManifest(rest)).toEqual({ ok: false, error: [`the manifest has no "course". Add it.`] });
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
    error: [`people.0.id must be text that begins with user_, and is "ada".`],
  });
});

test("a wrong answer names at least one check that fails and words of its hint, or an error", () => {
  expect(parseExpected({ error: "push-auth-config" })).toMatchObject({ ok: true });
  expect(parseExpected({ error: "compile", hint: "x" })).toMatchObject({ ok: false, error: { length: 1 } });
  expect(parseExpected({ fails: ["own-rows-only"], hint: "subject" })).toMatchObject({ ok: true });
  expect(parseExpected({ fails: [], hint: "" })).toMatchObject({ ok: false, error: { length: 2 } });
});
