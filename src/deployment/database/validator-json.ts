/** Validators (`v.…`) as `exportArgs()`, `exportReturns()` and a schema give them. */
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import * as v from "valibot";

export type FieldValidator = { readonly fieldType: Validator; readonly optional: boolean };
export type Validator =
  | { readonly type: "null" | "number" | "bigint" | "commitTs" | "boolean" | "string" | "bytes" | "any" }
  | { readonly type: "literal"; readonly value: Value }
  | { readonly type: "id"; readonly tableName: string }
  | { readonly type: "array"; readonly value: Validator }
  | { readonly type: "record"; readonly keys: Validator; readonly values: FieldValidator }
  | { readonly type: "object"; readonly value: Readonly<Record<string, FieldValidator>> }
  | { readonly type: "union"; readonly value: readonly Validator[] };

const FieldSchema: v.GenericSchema<unknown, FieldValidator> = v.object({
  fieldType: v.lazy(() => ValidatorSchema),
  optional: v.boolean(),
});
const literal = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.record(v.string(), v.string())]),
  v.transform((json) => jsonToConvex(json as JSONValue)),
);

/** A validator's JSON, as `exportArgs()` and a schema's `documentType` give it. */
export const ValidatorSchema: v.GenericSchema<unknown, Validator> = v.variant("type", [
  v.object({
    type: v.picklist(["null", "number", "bigint", "commitTs", "boolean", "string", "bytes", "any"]),
  }),
  v.object({ type: v.literal("literal"), value: literal }),
  v.object({ type: v.literal("id"), tableName: v.string() }),
  v.object({ type: v.literal("array"), value: v.lazy(() => ValidatorSchema) }),
  v.object({ type: v.literal("record"), keys: v.lazy(() => ValidatorSchema), values: FieldSchema }),
  v.object({ type: v.literal("object"), value: v.record(v.string(), FieldSchema) }),
  v.object({ type: v.literal("union"), value: v.array(v.lazy(() => ValidatorSchema)) }),
]);
