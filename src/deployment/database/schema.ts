/** A schema as `defineSchema(…).export()` gives it. */
import * as v from "valibot";
import { parseBoundedJson, type JsonBounds } from "../../base/bounded-json.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { ExportSchema } from "./exported-schema.ts";
import { indexProblem } from "./index-problems.ts";
import type { TableIndexes } from "./index-definitions.ts";
import type { Validator } from "./validator-json.ts";

type TableSchema = TableIndexes & { readonly document: Validator };

export type Schema = {
  readonly tables: ReadonlyMap<string, TableSchema>;
  /** Whether writes must match. */
  readonly isEnforced: boolean;
};

/** What holds without `convex/schema.ts`: any table, any document, no index of its own. */
export const NO_SCHEMA: Schema = { tables: new Map(), isEnforced: false };

/** Some times what anybody writes; it comes from the isolate. */
const SCHEMA_JSON: JsonBounds = { mostLength: 4 * 1024 * 1024, mostValues: 100_000 };

export function parseSchema(schemaJson: string | null): Result<Schema, string> {
  if (schemaJson === null) return success(NO_SCHEMA);
  const json = parseBoundedJson(schemaJson, SCHEMA_JSON);
  if (!json.ok) return failure(`The schema is not valid JSON: ${json.error}.`);
  const parsed = v.safeParse(ExportSchema, json.value);
  if (!parsed.success) return failure(`Invalid schema: ${parsed.issues[0].message}`);
  const tables = new Map<string, TableSchema>();
  for (const table of parsed.output.tables) {
    const problem = indexProblem(table);
    if (problem !== null) return failure(problem);
    tables.set(table.tableName, {
      indexes: table.indexes.map(({ indexDescriptor: name, fields }) => ({ name, fields })),
      searchIndexes: table.searchIndexes.map(({ indexDescriptor: name, ...rest }) => ({ name, ...rest })),
      vectorIndexes: table.vectorIndexes.map(({ indexDescriptor: name, ...rest }) => ({ name, ...rest })),
      document: table.documentType,
    });
  }
  return success({ tables, isEnforced: parsed.output.schemaValidation });
}
