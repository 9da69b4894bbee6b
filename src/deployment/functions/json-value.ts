/** JSON text and Convex JSON from the isolate, which may hold anything. */
import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import { failure, success, type Result } from "../../base/result.ts";

/** The Convex value that Convex JSON stands for. */
export function valueOf(json: unknown): Result<Value, string> {
  try {
    return success(jsonToConvex(json as JSONValue));
  } catch (error) {
    return failure(error instanceof Error ? error.message : "not a Convex value");
  }
}

/** `undefined` when the text is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
