/** A schema as `defineSchema(…).export()` gives it. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import type { IndexDefinition } from "./table.ts";
import { ValidatorSchema, type Validator } from "./validator.ts";

type TableSchema = {
  readonly indexes: readonly IndexDefinition[];
  readonly document: Validator;
};

export type Schema = {
  readonly tables: ReadonlyMap<string, TableSchema>;
  /** Whether writes must match. */
  readonly isEnforced: boolean;
};

/** What holds without `convex/schema.ts`: any table, any document, no index of its own. */
export const NO_SCHEMA: Schema = { tables: new Map(), isEnforced: false };

const ExportSchema = v.object({
  tables: v.array(
    v.object({
      tableName: v.string(),
      indexes: v.array(v.object({ indexDescriptor: v.string(), fields: v.array(v.string()) })),
      documentType: ValidatorSchema,
    }),
  ),
  schemaValidation: v.boolean(),
});

export function parseSchema(schemaJson: string | null): Result<Schema, string> {
  if (schemaJson === null) return success(NO_SCHEMA);
  let json: unknown;
  try {
    json = JSON.parse(schemaJson);
  } catch {
    return failure("The schema is not valid JSON.");
  }
  const parsed = v.safeParse(ExportSchema, json);
  if (!parsed.success) return failure(`Invalid schema: ${parsed.issues[0].message}`);
  const tables = new Map<string, TableSchema>();
  for (const { tableName, indexes, documentType } of parsed.output.tables) {
    const definitions: IndexDefinition[] = [];
    for (const { indexDescriptor, fields } of indexes) {
      if (definitions.some(({ name }) => name === indexDescriptor)) {
        return failure(`Table "${tableName}" has two or more definitions of index "${indexDescriptor}".`);
      }
      definitions.push({
        name: indexDescriptor,
        fields: fields.filter((field) => field !== "_creationTime"),
      });
    }
    tables.set(tableName, { indexes: definitions, document: documentType });
  }
  return success({ tables, isEnforced: parsed.output.schemaValidation });
}
