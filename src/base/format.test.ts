import { describe, expect, test } from "vitest";
import { errorText, formatArguments } from "./format.ts";

describe("formatArguments", () => {
  test("shows strings as they are and everything else as a literal", () => {
    expect(formatArguments(["rows", [{ text: "a", done: false }], null, 3n])).toBe(
      `rows [{ text: "a", done: false }] null 3n`,
    );
  });

  test("fills in directives and drops styles", () => {
    expect(formatArguments(["%c[CONVEX] %s has %d rows", "color:red", "tasks", 2.5, "more"])).toBe(
      "[CONVEX] tasks has 2 rows more",
    );
  });

  test("survives circles, proxies that throw, and endless arrays", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(formatArguments([circle])).toBe("{ self: [Circular] }");
    expect(formatArguments([trap])).toBe("[a value that cannot be shown]");
    expect(formatArguments([Array.from({ length: 1000 }, () => 1)])).toHaveLength(305);
  });

  test("names an error and its cause", () => {
    expect(errorText(new TypeError("a", { cause: new Error("b") }))).toBe("TypeError: a\n  cause: Error: b");
  });
});
