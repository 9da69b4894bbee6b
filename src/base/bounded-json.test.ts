import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBoundedJson } from "./bounded-json.ts";

const BOUNDS = { mostLength: 1000, mostValues: 10 };
const parse = (text: string): unknown => {
  const parsed = parseBoundedJson(text, BOUNDS);
  return parsed.ok ? parsed.value : parsed.error;
};

describe("bounded JSON", () => {
  test("within the bounds is what JSON.parse says, whatever the strings hold", () => {
    const wide = { mostLength: Infinity, mostValues: Infinity };
    fc.assert(
      fc.property(fc.json(), (text) => {
        const parsed = parseBoundedJson(text, wide);
        expect(parsed).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test("is refused by what is wrong with it", () => {
    expect(parse(`"${"x".repeat(998)}"`)).toBe("x".repeat(998));
    expect(parse(`"${"x".repeat(999)}"`)).toBe("too long");
    expect(parse("[1,2,3,4,5,6,7,8,9,10]")).toHaveLength(10);
    expect(parse("[1,2,3,4,5,6,7,8,9,10,11]")).toBe("too many values");
    expect(parse("{")).toBe("expected value");
    expect(parse("")).toBe("expected value");
  });

  test("counts nothing that stands in a string, and everything behind one", () => {
    const commas = ",[{".repeat(50);
    for (const text of [commas, `\\"${commas}`, `${commas}\\\\`, `\\\\\\"${commas}`])
      expect(parse(`["${text}"]`)).toHaveLength(1);
    // The quote behind two backslashes ends the string.
    expect(parse(`["\\\\",${"1,".repeat(20)}1]`)).toBe("too many values");
    // One that never ends is no JSON.
    expect(parse(`["${commas}`)).toBe("expected value");
  });

  test("may be nested 127 levels deep, as in the product, and no deeper", () => {
    const nested = (depth: number): unknown => {
      const parsed = parseBoundedJson(`${"[".repeat(depth)}${"]".repeat(depth)}`, {
        ...BOUNDS,
        mostValues: 1000,
      });
      return parsed.ok ? "read" : parsed.error;
    };
    expect(nested(127)).toBe("read");
    expect(nested(128)).toBe("recursion limit exceeded");
  });

  test("looks at every character once, however many quotes are escaped", () => {
    const startedAt = Date.now();
    for (const text of ['\\"'.repeat(2_000_000), "\\\\".repeat(2_000_000)])
      expect(parseBoundedJson(`"${text}"`, { mostLength: Infinity, mostValues: 1 }).ok).toBe(true);
    // Twice for each quote, it would take hours: this says so on any machine.
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });
});
