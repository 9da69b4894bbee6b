import { expect, test } from "vitest";
import { readCheckSource } from "./check-source.ts";

test("the titles of tests are read, wherever they stand", () => {
  const source = readCheckSource(`
    import { describe, it, test as check, expect } from "vitest";
    import { app } from "handoff/checks";
    check("one", () => expect(app).toBe(1));
    describe("group", () => { it("two", async () => {}); it.skip("three", () => {}); });
    other("four");
  `);
  expect(source).toEqual({ titles: ["one", "two", "three"], hasMadeTitles: false, faults: [] });
});

test("titles that are made when the tests run are not guessed", () => {
  const each = readCheckSource(
    `import { test } from "vitest"; test.each([1])("number %i", () => {}); test("plain", () => {});`,
  );
  expect(each).toEqual({ titles: ["plain"], hasMadeTitles: true, faults: [] });
  expect(readCheckSource('import { test } from "vitest"; test(`a ${1}`, () => {});').hasMadeTitles).toBe(
    true,
  );
});

test.each([
  [`import { vi } from "vitest";`, "line 1: vitest's vi is not there."],
  [`import { test } from "vitest";\ntest.only("a", () => {});`, "line 2: test.only is not there."],
  [`import { expect } from "vitest";\nexpect.soft(1).toBe(1);`, "line 2: expect.soft is not there."],
  [
    `import { expect } from "vitest";\nexpect(1).toMatchSnapshot();`,
    "line 2: expect(…).toMatchSnapshot is not there.",
  ],
  [`import fs from "node:fs";`, `line 1: "node:fs" cannot be imported`],
])("%s is refused with its line", (text, sentence) => {
  expect(readCheckSource(text).faults).toEqual([expect.stringContaining(sentence)]);
});

test("what is allowed on expect stays allowed", () => {
  const text = `import { expect } from "vitest"; import type { Mock } from "vitest";
    expect([1]).toEqual(expect.arrayContaining([expect.any(Number)])); await expect(p).rejects.not.toThrow();`;
  expect(readCheckSource(text).faults).toEqual([]);
});
