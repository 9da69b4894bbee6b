/** Validators of arguments, results and documents (`v.…`), with the product's sentences for a mismatch. */
import { compareValues, type Value } from "convex/values";
import { decodeDocumentId } from "../../wire/document-id.ts";
import { formatValidator, formatValue } from "./format-value.ts";
import type { FieldValidator, Validator } from "./validator-json.ts";

/** The name of a table by its number, for ids; `null` when there is no such table. */
export type TableNames = (tableNumber: number) => string | null;

/** Why `value` does not fit, in the product's words, or null. `path` is a dotted place such as `.tasks[0].title`. */
export function mismatch(value: Value, validator: Validator, tables: TableNames, path = ""): string | null {
  const wrongKind = (): string =>
    `Value does not match validator.\n${place(path)}\nValue: ${formatValue(value)}\nValidator: ${formatValidator(validator)}`;
  switch (validator.type) {
    case "any":
      return null;
    case "null":
      return value === null ? null : wrongKind();
    case "number":
    case "bigint":
    case "boolean":
    case "string":
      return typeof value === validator.type ? null : wrongKind();
    case "commitTs":
      return typeof value === "bigint" ? null : wrongKind();
    case "bytes":
      return value instanceof ArrayBuffer ? null : wrongKind();
    case "literal":
      if (compareValues(value, validator.value) === 0) return null;
      return `\`${formatValue(value)}\` does not match literal validator \`${formatValidator(validator)}\`.${place(path)}`;
    case "id":
      return idMismatch(value, { wanted: validator.tableName, tables, path, wrongKind });
    case "array":
      if (!Array.isArray(value)) return wrongKind();
      return first(value, (element, at) => mismatch(element, validator.value, tables, `${path}[${at}]`));
    case "record":
      if (!isObject(value)) return wrongKind();
      return first(
        Object.entries(value),
        ([name, field]) =>
          mismatch(name, validator.keys, tables, `${path}.keys()`) ??
          mismatch(field, validator.values.fieldType, tables, `${path}.values()`),
      );
    case "object":
      return isObject(value) ? objectMismatch(value, validator, tables, path) : wrongKind();
    case "union":
      if (validator.value.length === 1 && validator.value[0] !== undefined) {
        return mismatch(value, validator.value[0], tables, path);
      }
      return validator.value.some((member) => mismatch(value, member, tables, path) === null)
        ? null
        : wrongKind();
    default:
      validator satisfies never;
      return null;
  }
}

function objectMismatch(
  value: Record<string, Value>,
  validator: Validator & { readonly type: "object" },
  tables: TableNames,
  path: string,
): string | null {
  const context = (): string =>
    `${place(path)}\nObject: ${formatValue(value)}\nValidator: ${formatValidator(validator)}`;
  // In the order of names, as the product keeps them.
  for (const name of Object.keys(validator.value).toSorted()) {
    const { fieldType, optional } = validator.value[name] ?? ANY_FIELD;
    if (!Object.hasOwn(value, name)) {
      if (optional) continue;
      return (
        `Object is missing the required field \`${name}\`. Consider wrapping the field validator in ` +
        `\`v.optional(...)\` if this is expected.\n${context()}`
      );
    }
    const problem = mismatch(value[name] ?? null, fieldType, tables, `${path}.${name}`);
    if (problem !== null) return problem;
  }
  const extra = Object.keys(value)
    .toSorted()
    .find((name) => !Object.hasOwn(validator.value, name));
  if (extra === undefined) return null;
  return `Object contains extra field \`${extra}\` that is not in the validator.\n${context()}`;
}

const ANY_FIELD: FieldValidator = { fieldType: { type: "any" }, optional: true };

function idMismatch(
  value: Value,
  at: { wanted: string; tables: TableNames; path: string; wrongKind: () => string },
): string | null {
  const decoded = typeof value === "string" ? decodeDocumentId(value) : null;
  const table = decoded === null ? null : at.tables(decoded.tableNumber);
  if (table === at.wanted) return null;
  if (table === null) return at.wrongKind();
  const origin = table.startsWith("_") ? "a system table" : `table \`${table}\``;
  return (
    `Found ID ${JSON.stringify(value)} from ${origin}, which does not match the table name in validator ` +
    `\`v.id("${at.wanted}")\`.${place(at.path)}`
  );
}

function place(path: string): string {
  return path === "" ? "" : `Path: ${path}`;
}

function isObject(value: Value): value is Record<string, Value> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer)
  );
}

function first<Item>(
  items: readonly Item[],
  check: (item: Item, at: number) => string | null,
): string | null {
  for (const [at, item] of items.entries()) {
    const problem = check(item, at);
    if (problem !== null) return problem;
  }
  return null;
}
