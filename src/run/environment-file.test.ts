import { expect, test } from "vitest";
import { appEnvironment } from "./environment-file.ts";

test("only public names reach the app, without quotes and comments", () => {
  const text = `# comment\nNEXT_PUBLIC_A=1 # one\nexport NEXT_PUBLIC_B="two # words"\nSECRET=x\nNEXT_PUBLIC_C=`;
  expect(appEnvironment(text)).toEqual({
    NEXT_PUBLIC_A: "1",
    NEXT_PUBLIC_B: "two # words",
    NEXT_PUBLIC_C: "",
  });
});

test("no file is no variables", () => {
  expect(appEnvironment(undefined)).toEqual({});
});
