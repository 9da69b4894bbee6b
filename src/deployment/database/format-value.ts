/** Values and validators as the product prints them in errors: keys sorted, numbers as floats. */
import { encodeBase64 } from "../../base/base64.ts";
import type { Value } from "convex/values";
import type { FieldValidator, Validator } from "./validator-json.ts";

/** Of one text or bytes. The product prints all of it, up to 16 MiB, which nobody reads and which takes its time to send. */
const LONGEST_SHOWN = 64 * 1024;

export function formatValue(value: Value | undefined): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  switch (typeof value) {
    case "number":
      return formatNumber(value);
    case "bigint":
      return String(value);
    case "string":
      return value.length > LONGEST_SHOWN
        ? `${JSON.stringify(value.slice(0, LONGEST_SHOWN))}…`
        : JSON.stringify(value);
    case "boolean":
      return String(value);
    default:
  }
  if (value instanceof ArrayBuffer) {
    const shown = `b"${encodeBase64(new Uint8Array(value.slice(0, LONGEST_SHOWN)))}"`;
    return value.byteLength > LONGEST_SHOWN ? `${shown}…` : shown;
  }
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  const fields = Object.entries(value as Record<string, Value>).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}: ${formatValue(field)}`).join(", ")}}`;
}

export function formatValidator(validator: Validator): string {
  switch (validator.type) {
    case "id":
      return `v.id(${JSON.stringify(validator.tableName)})`;
    case "null":
    case "boolean":
    case "string":
    case "bytes":
    case "any":
      return `v.${validator.type}()`;
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "commitTs":
      return "v.commitTs()";
    case "literal":
      return `v.literal(${formatLiteral(validator.value)})`;
    case "array":
      return `v.array(${formatValidator(validator.value)})`;
    case "union":
      return `v.union(${validator.value.map(formatValidator).join(", ")})`;
    case "record":
      return `v.record(${formatValidator(validator.keys)}, ${formatField(validator.values)})`;
    case "object": {
      const fields = Object.entries(validator.value).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `v.object({${fields.map(([name, field]) => `${name}: ${formatField(field)}`).join(", ")}})`;
    }
    default:
      validator satisfies never;
      return "v.any()";
  }
}

function formatField({ fieldType, optional }: FieldValidator): string {
  return optional ? `v.optional(${formatValidator(fieldType)})` : formatValidator(fieldType);
}

/** As in JSON; what that cannot say is named by its type. */
function formatLiteral(value: Value): string {
  return typeof value === "bigint" ? "<bigint>" : (JSON.stringify(value) ?? "<number>");
}

function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const isPlain = value === 0 || (Math.abs(value) >= 1e-5 && Math.abs(value) < 1e16);
  if (isPlain) return Number.isInteger(value) ? `${value}.0` : String(value);
  return value.toExponential().replace("e+", "e");
}
