import { describe, expect, test } from "vitest";
import { createConsole } from "./console.ts";
import { inspect } from "./inspect.ts";

describe("inspect", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  class Task {
    text = "x";
  }
  test.each<[unknown, string]>([
    ["it's", "'it\\'s'"],
    [{ a: 1, "b-c": [true, null, undefined] }, "{ a: 1, 'b-c': [ true, null, undefined ] }"],
    [[], "[]"],
    [{}, "{}"],
    [12n, "12n"],
    [-0, "-0"],
    [new Task(), "Task { text: 'x' }"],
    [new Error("no"), "[Error: no]"],
    [new Map([["a", 1]]), "Map (1) { 'a' => 1 }"],
    [circular, "{ self: [Circular] }"],
    [function named() {}, "[Function: named]"],
  ])("prints %o as the product does", (value, text) => {
    expect(inspect(value)).toBe(text);
  });

  test("never throws for a value that does", () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("gotcha");
        },
      },
    );
    expect(inspect({ hostile })).toBe("{ hostile: [Object] }");
  });
});

describe("the console of an execution", () => {
  test("writes one line a call, with its level", () => {
    const lines: string[] = [];
    const console = createConsole((line) => lines.push(line)) as Console;
    console.log("hi", { a: 1 });
    console.warn(1);
    expect(lines).toEqual(["[LOG] 'hi' { a: 1 }", "[WARN] 1"]);
  });

  test("stops after 256 lines and says so", () => {
    const lines: string[] = [];
    const console = createConsole((line) => lines.push(line)) as Console;
    for (let i = 0; i < 300; i++) console.log(i);
    expect(lines).toHaveLength(256);
    expect(lines.at(-1)).toMatch(/overflow/);
  });
});
