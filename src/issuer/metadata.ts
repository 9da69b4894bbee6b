/** What apps keep with a person: any JSON object. */
import { failure, success, type Result } from "../base/result.ts";
import type { ClerkFault } from "./clerk-error.ts";
import type { Json } from "./json-response.ts";

export type Metadata = { readonly [key: string]: Json };

/** Clerk's code; the sentence is ours. */
const METADATA_INVALID: ClerkFault = {
  status: 422,
  code: "form_param_value_invalid",
  message: "is invalid",
  longMessage: "unsafe_metadata must be a valid JSON object.",
  parameter: "unsafe_metadata",
};

/** What a form brings as `unsafe_metadata`: an object as JSON. Null without the field. */
export function readMetadata(form: URLSearchParams): Result<Metadata | null, ClerkFault> {
  const text = form.get("unsafe_metadata");
  if (text === null) return success(null);
  try {
    const value = JSON.parse(text || "{}") as Json;
    return isObject(value) ? success(value) : failure(METADATA_INVALID);
  } catch {
    return failure(METADATA_INVALID);
  }
}

/** Objects are merged however deep; null takes a key away. */
export function mergeMetadata(before: Metadata, patch: Metadata): Metadata {
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(patch)) {
    const former = merged.get(key) ?? null;
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergeMetadata(isObject(former) ? former : {}, value) : value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: Json): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
