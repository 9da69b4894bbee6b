/** Cursors of `paginate`: a place in the order of one query, and a mark of the query they belong to. */
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { decodeBase64Url, encodeBase64Url } from "../../base/base64.ts";
import type { IndexKey } from "./index-key.ts";
import type { Query } from "./query-plan.ts";

/** The key of the last row before the cursor; `end` = behind every row. */
export type Position = { readonly after: IndexKey } | "end";

export function encodeCursor(query: Query, position: Position): string {
  const place = position === "end" ? null : position.after.map(encodePart);
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify([fingerprint(query), place])));
}

/** `null` when the cursor is of another query, or is none. */
export function decodeCursor(query: Query, cursor: string): Position | null {
  try {
    const bytes = decodeBase64Url(cursor);
    if (bytes === null) return null;
    const [mark, place] = JSON.parse(new TextDecoder().decode(bytes)) as [unknown, unknown];
    if (mark !== fingerprint(query)) return null;
    if (place === null) return "end";
    return Array.isArray(place) ? { after: place.map(decodePart) } : null;
  } catch {
    return null;
  }
}

/** An absent field is an empty list. */
function encodePart(part: Value | undefined): JSONValue {
  return part === undefined ? [] : [convexToJson(part)];
}

function decodePart(part: unknown): Value | undefined {
  return Array.isArray(part) && part.length > 0 ? jsonToConvex(part[0] as JSONValue) : undefined;
}

/** FNV-1a over the query as the client sent it: it only has to tell two queries of one app apart. */
function fingerprint({ source, operators }: Query): number {
  const text = JSON.stringify([source, operators]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
