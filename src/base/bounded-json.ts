/**
 * JSON from whoever may send it: read only when reading it cannot take long. A text is looked over first, which costs a
 * fraction of what `JSON.parse` and all that follows would.
 */
import { failure, success, type Result } from "./result.ts";

export type JsonBounds = {
  /** UTF-16 units. */
  readonly mostLength: number;
  /** Values and members in all, counted by what stands before each: `,`, `[` or `{`. */
  readonly mostValues: number;
};

/** As the product's parser (serde). */
const MAX_DEPTH = 127;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENS_ARRAY = 0x5b;
const CLOSES_ARRAY = 0x5d;
const OPENS_OBJECT = 0x7b;
const CLOSES_OBJECT = 0x7d;

/** The failure says in a few words what is wrong. */
export function parseBoundedJson(text: string, bounds: JsonBounds): Result<unknown, string> {
  const excess = excessOf(text, bounds);
  if (excess !== null) return failure(excess);
  try {
    return success(JSON.parse(text));
  } catch {
    return failure("expected value");
  }
}

/** Null for a text that may be read, JSON or not. */
function excessOf(text: string, { mostLength, mostValues }: JsonBounds): string | null {
  if (text.length > mostLength) return "too long";
  let values = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPENS_ARRAY:
      case OPENS_OBJECT:
        values += 1;
        depth += 1;
        if (depth > MAX_DEPTH) return "recursion limit exceeded";
        break;
      case CLOSES_ARRAY:
      case CLOSES_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
      default:
    }
    if (values > mostValues) return "too many values";
  }
  return null;
}

/** Where the string that begins at `start` ends: its closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    at = quote;
  }
}
