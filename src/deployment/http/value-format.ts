/** The two ways in which a value leaves over HTTP. */
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { encodeBase64 } from "../../base/base64.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { badRequest, type HttpProblem } from "./respond.ts";

/** `convex_encoded_json` keeps every type (`{"$integer": …}`), `json` reads well and loses some. */
export type ValueFormat = "convex_encoded_json" | "json";

/** Without a word about it the product answers in `json`. */
export function parseFormat(format: string | undefined): Result<ValueFormat, HttpProblem> {
  switch (format) {
    case undefined:
    case "json":
      return success("json");
    case "convex_encoded_json":
      return success(format);
    default:
      return failure(
        badRequest(
          "BadFormat",
          `format param must be one of ['json', 'convex_encoded_json']. Got '${format}'`,
        ),
      );
  }
}

/** `encoded` is Convex JSON. */
export function formatValue(encoded: unknown, format: ValueFormat): unknown {
  return format === "json" ? clean(jsonToConvex(encoded as JSONValue)) : encoded;
}

function clean(value: Value): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof ArrayBuffer) return encodeBase64(new Uint8Array(value));
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, clean(field)]])),
  );
}
