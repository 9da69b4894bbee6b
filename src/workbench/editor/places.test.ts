import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { offsetOf, underline } from "./places.ts";

const text = Text.of(["const a = 1;", "", "const second = a;"]);
const at = (line: number | null, column: number | null) => ({
  message: "Unexpected",
  file: "convex/tasks.ts",
  line,
  column,
  lineText: null,
});

describe("a place in the code", () => {
  it("counts lines and columns from 1", () => {
    expect(offsetOf(text, 1, 1)).toBe(0);
    expect(offsetOf(text, 3, 7)).toBe(20);
  });

  it("is moved into the text when it lies outside", () => {
    expect(offsetOf(text, 99, 99)).toBe(text.length);
    expect(offsetOf(text, 0, 0)).toBe(0);
  });
});

describe("an underline", () => {
  it("covers the word at the place", () => {
    const { from, to } = underline(text, at(3, 7));
    expect(text.sliceString(from, to)).toBe("second");
  });

  it("covers at least one character of a line that has one", () => {
    const { from, to } = underline(text, at(1, 13));
    expect(text.sliceString(from, to)).toBe(";");
  });

  it("stays in the text when the place is not known", () => {
    expect(underline(text, at(null, null))).toMatchObject({ from: 0, to: 5, severity: "error" });
  });
});
