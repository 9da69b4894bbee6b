import { v, type GenericValidator, type Value } from "convex/values";
import * as valibot from "valibot";
import { expect, test } from "vitest";
import { encodeDocumentId } from "../../wire/document-id.ts";
import { mismatch } from "./validator.ts";
import { ValidatorSchema } from "./validator-json.ts";

const TABLES: Readonly<Record<number, string>> = { 10_001: "tasks", 10_002: "users", 8002: "_storage" };
const idOf = (table: number): string => encodeDocumentId(table, new Uint8Array(16).fill(7));

/** As `exportArgs()` gives it. */
function problemOf(value: Value, validator: GenericValidator): string | null {
  const { json } = validator as unknown as { readonly json: unknown };
  const parsed = valibot.parse(ValidatorSchema, JSON.parse(JSON.stringify(json)));
  return mismatch(value, parsed, (number) => TABLES[number] ?? null);
}

test("a text of megabytes is shown by its beginning", () => {
  const problem = problemOf({ n: "x".repeat(1_000_000) }, v.object({ n: v.number() }));
  expect(problem).toContain('Value: "xxx');
  expect(problem).toContain('xxx"…\nValidator: v.float64()');
  expect(problem?.length).toBeLessThan(70_000);
});

test.each<[Value, GenericValidator, string]>([
  [
    { b: 1 },
    v.object({ b: v.number(), a: v.string() }),
    "Object is missing the required field `a`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {b: 1.0}\nValidator: v.object({a: v.string(), b: v.float64()})",
  ],
  [
    { list: [{ a: "x", z: null }] },
    v.object({ list: v.array(v.object({ a: v.string() })) }),
    'Object contains extra field `z` that is not in the validator.\nPath: .list[0]\nObject: {a: "x", z: null}\nValidator: v.object({a: v.string()})',
  ],
  [
    { n: "1" },
    v.object({ n: v.optional(v.int64()) }),
    'Value does not match validator.\nPath: .n\nValue: "1"\nValidator: v.int64()',
  ],
  [
    { kind: "x" },
    v.object({ kind: v.literal("y") }),
    '`"x"` does not match literal validator `v.literal("y")`.Path: .kind',
  ],
  [1n, v.literal(2n), "`1` does not match literal validator `v.literal(<bigint>)`."],
  [
    true,
    v.union(v.literal(1.5), v.null()),
    "Value does not match validator.\n\nValue: true\nValidator: v.union(v.literal(1.5), v.null())",
  ],
  [
    { a: 1 },
    v.record(v.string(), v.boolean()),
    "Value does not match validator.\nPath: .values()\nValue: 1.0\nValidator: v.boolean()",
  ],
  [
    { id: idOf(10_002) },
    v.object({ id: v.id("tasks") }),
    `Found ID "${idOf(10_002)}" from table \`users\`, which does not match the table name in validator \`v.id("tasks")\`.Path: .id`,
  ],
  [
    idOf(8002),
    v.id("tasks"),
    `Found ID "${idOf(8002)}" from a system table, which does not match the table name in validator \`v.id("tasks")\`.`,
  ],
  ["nothing", v.id("tasks"), 'Value does not match validator.\n\nValue: "nothing"\nValidator: v.id("tasks")'],
  [
    new Uint8Array([1, 2]).buffer,
    v.string(),
    'Value does not match validator.\n\nValue: b"AQI="\nValidator: v.string()',
  ],
  [1e21, v.string(), "Value does not match validator.\n\nValue: 1e21\nValidator: v.string()"],
])("a validator refuses value %# in the product's words", (value, validator, sentence) => {
  expect(problemOf(value, validator)).toBe(sentence);
});

test.each<[Value, GenericValidator]>([
  [idOf(10_001), v.id("tasks")],
  [{ a: 1 }, v.record(v.string(), v.number())],
  [{}, v.object({ a: v.optional(v.string()) })],
  ["y", v.union(v.literal("x"), v.literal("y"))],
  [{ any: [null] }, v.any()],
])("a validator accepts value %#", (value, validator) => {
  expect(problemOf(value, validator)).toBeNull();
});
