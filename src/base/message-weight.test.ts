import { expect, test } from "vitest";
import { weightOf } from "./message-weight.ts";

const ring: unknown[] = [];
for (let at = 0; at < 100; at++) ring.push(ring);

test.each([
  ["a text", "x".repeat(1000)],
  ["an array", Array.from({ length: 600 }, () => 0)],
  ["bytes", { a: [new Uint8Array(1000)] }],
  ["what lies in a map", new Map([["a", new Set(Array.from({ length: 900 }, (_, at) => at))]])],
  ["an error's text", new Error("x".repeat(1000))],
  ["a ring", ring],
  ["a number without end", 10n ** 400n],
])("%s is more than may be, and no more is counted", (_, data) => {
  expect(weightOf(data, 999)).toBeGreaterThan(999);
});

test("what is small is counted whole", () => {
  expect(weightOf({ type: "open", list: [1, 2] }, 999)).toBe(4 + 2 * 4 + 1);
  expect(weightOf(null, 999)).toBe(1);
});
