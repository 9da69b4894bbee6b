import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exerciseCommand } from "./command.ts";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((text: unknown) => void said.push(String(text)));
});
afterEach(() => vi.restoreAllMocks());

test.each([
  [["check", "identty-handoff"], `There is no exercise "identty-handoff". Did you mean "identity-handoff"?`],
  [["check", "zzz"], `There is no exercise "zzz". There are handoff-in-miniature, identity-handoff`],
  [["preview"], `There is no exercise "".`],
  [["new", "Not A Name"], `"Not A Name" cannot be a name.`],
  [["new", "identity-handoff"], "exercises/identity-handoff is there already."],
  [["new", "walk-the-dog", "handof-in-miniature"], `Did you mean "handoff-in-miniature"?`],
  [["chekc"], "npm run exercise -- check [name]"],
])("%j is refused in a sentence", async (words, sentence) => {
  expect(await exerciseCommand(words)).toBe(1);
  expect(said.join("\n")).toContain(sentence);
});

test("without a command it says which there are", async () => {
  expect(await exerciseCommand([])).toBe(0);
  expect(said.join("\n")).toContain("npm run exercise -- preview <name>");
});
