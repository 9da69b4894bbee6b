import { expect, test } from "vitest";
import { DEFAULT_OPTIONS, parseOptions } from "./options.ts";

test("an address without parameters gives the defaults", () => {
  expect(parseOptions(new URLSearchParams())).toEqual({ options: DEFAULT_OPTIONS, faults: [] });
});

test("a switch is on unless it says false", () => {
  const { options } = parseOptions(new URLSearchParams("embed&readonly=1&autorun=false"));
  expect(options).toMatchObject({ embed: true, readonly: true, autorun: false });
});

test("what is not understood is told, and the rest counts", () => {
  const { options, faults } = parseOptions(new URLSearchParams("exercise=a&view=sideways&theme=dark&utm=1"));
  expect(options).toEqual({ ...DEFAULT_OPTIONS, exercise: "a", theme: "dark" });
  expect(faults).toEqual([expect.stringContaining("view=sideways is not understood")]);
});
