import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url, hasStrayBits } from "./base64.ts";

declare function btoa(text: string): string;

const reference = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

test("what is encoded decodes to itself, as the platform has it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(encodeBase64(bytes)).toBe(reference(bytes));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    }),
  );
});

test("padding, other alphabets and impossible lengths are refused in base64url", () => {
  for (const text of ["QQ==", "a+b/", "ab c", "é___", "QQQQQ"]) expect(decodeBase64Url(text)).toBeNull();
});

test("a text has stray bits exactly when encoding its bytes again gives another text", () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const texts = fc.string({ unit: fc.constantFrom(...Array.from(letters)), maxLength: 24 });
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = decodeBase64Url(text);
      if (bytes !== null) expect(hasStrayBits(text)).toBe(encodeBase64Url(bytes) !== text);
    }),
  );
});
