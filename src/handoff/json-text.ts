/** Reading JSON that came over the wire: its shape is the sender's business, so everything is asked for, nothing assumed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object in a text; null when the text is not JSON or holds something else. */
export function parseJsonObject(text: string | null): JsonObject | null {
  const value = parseJson(text);
  return isJsonObject(value) ? value : null;
}

/** The value in a text; undefined when the text is not JSON, as a body that was cut is not. */
export function parseJson(text: string | null): unknown {
  if (text === null || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list; empty when it is no list. */
export function jsonObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}

/** `2 rows`, `1 row`, `null`, `"text"`: what a value amounts to, short enough for an arrow. */
export function summarizeValue(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "row" : "rows"}`;
  if (isJsonObject(value)) return Array.isArray(value["page"]) ? summarizeValue(value["page"]) : "1 object";
  if (typeof value === "string") return `"${shorten(value, 16)}"`;
  return String(value);
}

/** Cuts a text to at most `limit` characters, the ellipsis included. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
