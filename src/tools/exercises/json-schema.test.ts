import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parseManifest } from "../../exercise/manifest.ts";
import { manifestJsonSchema, SCHEMA_FILE } from "./json-schema.ts";
import { EXERCISES, exerciseFolders } from "./read.ts";

const read = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(EXERCISES, ...path), "utf8")) as unknown;

test("exercises/exercise.schema.json is what `npm run exercise -- schema` writes", () => {
  expect(read(SCHEMA_FILE)).toEqual(JSON.parse(manifestJsonSchema()));
});

test("every part of it is described, and nothing else is allowed", () => {
  const undescribed: string[] = [];
  const visit = (schema: Record<string, unknown>, place: string): void => {
    if (schema["description"] === undefined) undescribed.push(place);
    if (schema["type"] === "object") expect(schema["additionalProperties"]).toBe(false);
    const properties = (schema["properties"] ?? {}) as Record<string, Record<string, unknown>>;
    for (const [name, property] of Object.entries(properties)) visit(property, `${place}.${name}`);
    if (schema["items"] !== undefined) visit(schema["items"] as Record<string, unknown>, `${place}[]`);
  };
  visit(JSON.parse(manifestJsonSchema()) as Record<string, unknown>, "exercise");
  expect(undescribed).toEqual([]);
});

const isExercise = new Ajv({ validateFormats: false }).compile(JSON.parse(manifestJsonSchema()) as object);

test.each(exerciseFolders())(
  "exercises/%s/exercise.json names it, so that editors help, and fits it",
  (id) => {
    const manifest = read(id, "exercise.json");
    expect(manifest).toMatchObject({ $schema: `../${SCHEMA_FILE}` });
    isExercise(manifest);
    expect(isExercise.errors).toBeNull();
  },
);

test.each([
  ["a key that means nothing", { titel: "T" }],
  ["another kind", { kind: "apps" }],
  ["a path out of starter/", { files: [{ path: "../secrets.ts", editable: true }] }],
  ["a lesson before the first", { lesson: { number: 0, of: 7, title: "T" } }],
  ["no checks", { checks: [] }],
])("it refuses what reading the file refuses: %s", (_, change) => {
  const broken = { ...(read("identity-handoff", "exercise.json") as object), ...change };
  expect(isExercise(broken)).toBe(false);
  expect(parseManifest(broken)).toMatchObject({ ok: false });
});
