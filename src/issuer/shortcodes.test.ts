import { expect, test } from "vitest";
import { expandShortcodes } from "./shortcodes.ts";

const VALUES = {
  "user.first_name": "John",
  "user.last_name": null,
  "user.public_metadata": { a: 1, deep: { list: ["x"] } },
  "user.vip": false,
};

test.each([
  ["A shortcode alone keeps its value's type", "{{user.public_metadata}}", { a: 1, deep: { list: ["x"] } }],
  ["Dots lead into metadata", "{{user.public_metadata.deep.list}}", ["x"]],
  [
    "Dots that lead nowhere are null",
    "{{user.public_metadata.b.c || user.public_metadata.constructor}}",
    null,
  ],
  ["Text holds what is not text as JSON", "{{user.public_metadata.deep}}!", '{"list":["x"]}!'],
  ["An unknown shortcode is null", "{{user.i_dont_exist}}", null],
  ["A shortcode between other text becomes text", "{{user.last_name}} {{user.first_name}}", "null John"],
  ["The first operand that is neither null nor false wins", "{{user.last_name || user.first_name}}", "John"],
  ["The last operand stands when all others fail", "{{user.last_name || user.vip}}", false],
  ["An operand may be a quoted text", "{{user.last_name || 'nobody'}}", "nobody"],
  ["An operand may be a number", "{{user.age || 30 }}", 30],
  ["Values without shortcodes stay", { deep: [1, true, null] }, { deep: [1, true, null] }],
  ["Shortcodes are found however deep", { deep: ["{{user.first_name}}"] }, { deep: ["John"] }],
])("%s", (_, template, expected) => {
  expect(expandShortcodes(template, VALUES)).toEqual(expected);
});
