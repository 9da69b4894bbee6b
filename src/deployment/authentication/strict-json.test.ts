import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lenient = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};
/** Objects here have no prototype, there they do: as text they are the same. */
const sameText = (value: unknown): string => JSON.stringify(value);

describe("strict JSON", () => {
  test("reads whatever JSON.stringify writes, with spaces or without", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const read = parseStrictJson(bytes(text));
        expect(read.ok && sameText(read.value)).toBe(
          text === undefined ? "" : JSON.stringify(JSON.parse(text)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("reads no text that JSON.parse refuses, and never another value", () => {
    const piece = fc.constantFrom(
      ...'{}[],:"\\u0123eE+-.9 \n\ttruefalsn'.split(""),
      '"a"',
      "\\u00e9",
      "\\ud800",
      "1e5",
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const strict = parseStrictJson(bytes(text));
        if (!strict.ok) return;
        read += 1;
        const same = lenient(text);
        expect(same).not.toBeNull();
        expect(sameText(strict.value)).toBe(sameText(same?.value));
      }),
      { numRuns: 20_000 },
    );
    // Not that it had refused everything.
    expect(read).toBeGreaterThan(100);
  });

  test("reads one edit of a text as JSON.parse does, unless a name stands twice", () => {
    const text = JSON.stringify({
      iss: "https://a.test",
      aud: ["x", "é"],
      n: -1.5e-3,
      o: { t: true, f: null },
    });
    const at = fc.nat(text.length - 1);
    fc.assert(
      fc.property(at, fc.string({ minLength: 0, maxLength: 1 }), fc.nat(1), (place, inserted, dropped) => {
        const edited = text.slice(0, place) + inserted + text.slice(place + dropped);
        const [strict, same] = [parseStrictJson(bytes(edited)), lenient(edited)];
        if (strict.ok) expect(sameText(strict.value)).toBe(sameText(same?.value));
        else if (same !== null) expect(strict.error).toMatch(/appears twice|surrogate|too large/);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ["", "it is not JSON"],
    ['"a', "it is not JSON"],
    ['"a\\', "it is not JSON"],
    ['{"a":1,"a":2}', 'the name "a" appears twice'],
    ['{"__proto__":1,"__proto__":2}', 'the name "__proto__" appears twice'],
    ["1 2", "something follows the JSON value"],
    ["-", "it is not JSON"],
    ["1.", "something follows the JSON value"],
    ["\u00a01", "it is not JSON"],
  ])("%j is refused: %s", (text, reason) => {
    expect(parseStrictJson(bytes(text))).toEqual({ ok: false, error: reason });
  });

  test("keeps a member named __proto__ a member", () => {
    const read = parseStrictJson(bytes('{"__proto__":{"admin":true}}'));
    const value = read.ok ? (read.value as object) : {};
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("admin" in value).toBe(false);
  });
});
