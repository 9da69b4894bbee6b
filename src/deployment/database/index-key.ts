/** Keys of an index: the indexed fields, then `_creationTime` and `_id`, in Convex's order of values. */
import { compareValues, type Value } from "convex/values";
import type { Bounds } from "./ordered-tree.ts";

export type IndexKey = readonly (Value | undefined)[];

/** One end of a range: keys whose first values equal `prefix` are inside if `inclusive`. */
export type Bound = { readonly prefix: IndexKey; readonly inclusive: boolean };

/** A stretch of an index; `null` = open on that side. */
export type Interval = { readonly lower: Bound | null; readonly upper: Bound | null };

export const EVERYTHING: Interval = { lower: null, upper: null };

export function compareKeys(a: IndexKey, b: IndexKey): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValue(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Compares `key` with a shorter or equally long prefix: 0 when the key starts with it. */
export function comparePrefix(key: IndexKey, prefix: IndexKey): number {
  for (let i = 0; i < prefix.length; i++) {
    const order = compareValue(key[i], prefix[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function isBelow(key: IndexKey, lower: Bound | null): boolean {
  if (lower === null) return false;
  const order = comparePrefix(key, lower.prefix);
  return order < 0 || (order === 0 && !lower.inclusive);
}

function isAbove(key: IndexKey, upper: Bound | null): boolean {
  if (upper === null) return false;
  const order = comparePrefix(key, upper.prefix);
  return order > 0 || (order === 0 && !upper.inclusive);
}

export function boundsOf({ lower, upper }: Interval): Bounds<IndexKey> {
  return { isBelow: (key) => isBelow(key, lower), isAbove: (key) => isAbove(key, upper) };
}

/** The common cases without the allocations of `compareValues`, which decides the rest. */
export function compareValue(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === "number" && typeof b === "number") {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b && a !== 0) return 0;
  } else if (typeof a === "string" && a === b) {
    return 0;
  }
  return compareValues(a, b);
}

/** The value at a dotted field path; `undefined` when some part is absent. */
export function fieldAt(document: Value | undefined, path: string): Value | undefined {
  if (!path.includes(".")) return ownField(document, path);
  let current = document;
  for (const part of path.split(".")) current = ownField(current, part);
  return current;
}

function ownField(value: Value | undefined, name: string): Value | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ArrayBuffer) {
    return undefined;
  }
  return Object.hasOwn(value, name) ? (value as Record<string, Value>)[name] : undefined;
}
