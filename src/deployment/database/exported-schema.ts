/** A schema as `defineSchema(…).export()` gives it. */
import * as v from "valibot";
import { ValidatorSchema } from "./validator-json.ts";

const texts = v.array(v.string());
const ExportedTableSchema = v.object({
  tableName: v.string(),
  indexes: v.array(v.object({ indexDescriptor: v.string(), fields: texts })),
  searchIndexes: v.optional(
    v.array(v.object({ indexDescriptor: v.string(), searchField: v.string(), filterFields: texts })),
    [],
  ),
  vectorIndexes: v.optional(
    v.array(
      v.object({
        indexDescriptor: v.string(),
        vectorField: v.string(),
        dimensions: v.number(),
        filterFields: texts,
      }),
    ),
    [],
  ),
  documentType: ValidatorSchema,
});
export type ExportedTable = v.InferOutput<typeof ExportedTableSchema>;
export const ExportSchema = v.object({ tables: v.array(ExportedTableSchema), schemaValidation: v.boolean() });
