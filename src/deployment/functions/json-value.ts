/** JSON text and Convex JSON from the isolate, which may hold anything. */
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { parseBoundedJson, type JsonBounds } from "../../base/bounded-json.ts";
import { failure, success, type Result } from "../../base/result.ts";

/**
 * Of what the isolate says: a query may give every row that it may read, 32,000, with some fields. Longer than the product's
 * limit of 16 MiB, so that the limit can be told in its own words.
 */
const ISOLATE_JSON: JsonBounds = { mostLength: 64 * 1024 * 1024, mostValues: 1_000_000 };

/** The Convex value that Convex JSON stands for. */
export function valueOf(json: unknown): Result<Value, string> {
  try {
    return success(jsonToConvex(json as JSONValue));
  } catch (error) {
    return failure(error instanceof Error ? error.message : "not a Convex value");
  }
}

/** `undefined` when the text is not JSON, or far more of it than a function may give. */
export function parsedJson(text: string): unknown {
  const json = parseBoundedJson(text, ISOLATE_JSON);
  return json.ok ? json.value : undefined;
}
