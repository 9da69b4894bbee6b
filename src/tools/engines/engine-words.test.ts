import { expect, test } from "vitest";
import { inAnyWords } from "./engine-words.ts";

test.each([
  [/^RangeError: Invalid string length\s+at/, "InternalError: allocation size overflow\n  at"],
  [/^RangeError: Invalid string length\s+at/, "RangeError: Out of memory\n at"],
  [/^RangeError: Invalid string length\s+at/, "RangeError: Invalid string length\n at"],
  [/RangeError: Maximum call stack size exceeded\s+at/, "Uncaught InternalError: too much recursion\n at"],
  [/RangeError: Maximum call stack size exceeded\s+at/, "RangeError: Maximum call stack size exceeded.\n at"],
  [/Maximum call stack size exceeded/, "InternalError: too much recursion"],
  [/Invalid string length/, "allocation size overflow"],
  [/ReferenceError: document is not defined/, "ReferenceError: Can't find variable: document"],
  [/Worker is not defined/, "ReferenceError: Worker is not defined"],
  [/loop at app\/page\.tsx:7/i, "Loop at app/page.tsx:7"],
])("a sentence is known in another engine's words: %s", (sentence, text) => {
  expect(text).toMatch(inAnyWords(sentence));
});

test("any other fault is another", () => {
  expect("TypeError: x is undefined").not.toMatch(inAnyWords(/Invalid string length/));
  expect("InternalError: too much recursion").not.toMatch(inAnyWords(/Invalid string length/));
});
