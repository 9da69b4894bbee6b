/** Why the product would refuse the tables and indexes of a schema. */
import type { ExportedTable } from "./exported-schema.ts";

const MAX_INDEXES = 64;
const MAX_FIELDS = 16;
const MAX_DIMENSIONS = 4096;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const RESERVED = new Set(["by_id", "by_creation_time"]);

/** The first problem, as `npx convex dev` words it, or null. */
export function indexProblem(table: ExportedTable): string | null {
  const { tableName } = table;
  if (tableName.startsWith("_")) return `${tableName} is a reserved table name.`;
  if (!IDENTIFIER.test(tableName)) {
    return (
      `Invalid table name: "${tableName}". Identifiers must start with a letter and can only contain letters, digits, ` +
      "and underscores."
    );
  }
  const all = [...table.indexes, ...table.searchIndexes, ...table.vectorIndexes];
  if (all.length > MAX_INDEXES) return `Table "${tableName}" cannot have more than ${MAX_INDEXES} indexes.`;
  const seen = new Set<string>();
  for (const { indexDescriptor: name } of all) {
    const problem = nameProblem(tableName, name);
    if (problem !== null) return problem;
    if (seen.has(name)) return `Table "${tableName}" has two or more definitions of index "${name}".`;
    seen.add(name);
  }
  return fieldsProblem(table) ?? filtersProblem(table);
}

function nameProblem(table: string, name: string): string | null {
  if (name.startsWith("_") || RESERVED.has(name)) {
    return (
      `In table "${table}" cannot name an index "${name}" because the name is reserved. Indexes may not start with an ` +
      'underscore or be named "by_id" or "by_creation_time".'
    );
  }
  return IDENTIFIER.test(name)
    ? null
    : `Invalid index name: "${name}". Identifiers must be 64 characters or less, start with a letter, and only contain letters, digits, underscores.`;
}

function fieldsProblem({ tableName, indexes }: ExportedTable): string | null {
  const owners = new Map<string, string>();
  for (const { indexDescriptor: name, fields } of indexes) {
    if (fields.length === 0) return `In table "${tableName}" index "${name}" must have at least one field.`;
    for (const [at, field] of fields.entries()) {
      const problem = fieldProblem(field);
      if (problem !== null) return `In table "${tableName}": In index "${name}": ${problem}`;
      if (fields.indexOf(field) !== at) {
        return `In table "${tableName}": Duplicate field "${field}". Index fields must be unique within an index.`;
      }
    }
    // `_creationTime`, which ends every index, counts.
    if (fields.length >= MAX_FIELDS)
      return `In table "${tableName}": Indexes may have up to ${MAX_FIELDS} fields.`;
    const key = JSON.stringify(fields);
    const other = owners.get(key);
    if (other !== undefined) {
      return (
        `In table "${tableName}" index "${other}" and index "${name}" have the same fields. Indexes must be unique ` +
        "within a table."
      );
    }
    owners.set(key, name);
  }
  return null;
}

function fieldProblem(field: string): string | null {
  if (field === "_id") return "`_id` is not a valid index field. To load documents by ID, use `db.get(id)`.";
  if (field === "_creationTime") {
    return (
      "`_creationTime` is automatically added to the end of each index. It should not be added explicitly in the index " +
      "definition. See https://docs.convex.dev/using/indexes for more details."
    );
  }
  return field.startsWith("_") ? "Reserved fields (starting with `_`) are not allowed in indexes." : null;
}

function filtersProblem({ tableName, searchIndexes, vectorIndexes }: ExportedTable): string | null {
  for (const { filterFields } of [...searchIndexes, ...vectorIndexes]) {
    if (filterFields.length > MAX_FIELDS) {
      return `In table "${tableName}": Search indexes may have up to ${MAX_FIELDS} filter fields.`;
    }
  }
  const wrong = vectorIndexes.find(({ dimensions }) => !(dimensions >= 2 && dimensions <= MAX_DIMENSIONS));
  return wrong === undefined
    ? null
    : `In table "${tableName}": Dimensions ${wrong.dimensions} must be between 2 and ${MAX_DIMENSIONS}.`;
}
