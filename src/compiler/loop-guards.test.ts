import { build } from "esbuild-wasm";
import { describe, expect, test } from "vitest";
import { LOOP_TURN } from "../wire/scripts.ts";
import { guardLoops } from "./loop-guards.ts";

/** The places named while the code runs, in order, and what it gives. */
async function run(code: string): Promise<{ readonly places: readonly string[]; readonly value: unknown }> {
  const result = await build({
    stdin: { contents: guardLoops("file.ts", code), loader: "ts" },
    write: false,
    format: "iife",
    globalName: "exported",
  });
  const places: string[] = [];
  // oxlint-disable-next-line typescript/no-implied-eval -- the test runs what it has compiled
  const evaluate = new Function(
    LOOP_TURN,
    `${result.outputFiles[0]?.text ?? ""}\nreturn exported.value;`,
  ) as (turn: (place: string) => void) => unknown;
  const value = evaluate((place) => void places.push(place));
  return { places, value };
}

describe("every turn of a loop is told with its file and line", () => {
  test.each([
    ["for", "let n = 0;\nfor (let i = 0; i < 3; i++) { n += i; }\nexport const value = n;", 3, 3],
    ["for without a block", "let n = 0;\nfor (let i = 0; i < 3; i++) n += i\nexport const value = n;", 3, 3],
    ["for of", "let n = 0;\nfor (const x of [1, 2]) n += x;\nexport const value = n;", 2, 3],
    ["for in", "let n = '';\nfor (const x in { a: 1, b: 2 }) { n += x; }\nexport const value = n;", 2, "ab"],
    ["while", "let n = 0;\nwhile (n < 4) n++;\nexport const value = n;", 4, 4],
    ["while with nothing in it", "let n = 0;\nwhile (n++ < 4);\nexport const value = n;", 4, 5],
    ["do", "let n = 0;\ndo { n++; } while (n < 2);\nexport const value = n;", 2, 2],
    ["do without a block", "let n = 0;\ndo n++; while (n < 2)\nexport const value = n;", 2, 2],
    [
      "a label",
      "let n = 0;\nouter: for (;;) { n++; if (n > 2) break outer; else continue outer; }\nexport const value = n;",
      3,
      3,
    ],
    [
      "generics and JSX-like text",
      "let n = 0 as number;\nfor (const x of new Map<string, Array<number>>([['a', [1]]]).values()) n += x[0]!;\nexport const value = n;",
      1,
      1,
    ],
  ])("%s", async (_, code, turns, value) => {
    const ran = await run(code);
    expect(ran.value).toBe(value);
    expect(ran.places).toEqual(Array.from({ length: turns }, () => "file.ts:2"));
  });

  test("loops in loops, with and without blocks", async () => {
    const code =
      "let n = 0;\nfor (const a of [1, 2])\n  for (const b of [1, 2])\n    while (n < 1) n += a * b;\nexport const value = n;";
    const { places, value } = await run(code);
    expect(value).toBe(1);
    expect(places).toEqual([2, 3, 4, 3, 2, 3, 3].map((line) => `file.ts:${line}`));
  });

  test("in functions, generators and classes, but not where no loop is", async () => {
    const code = `
      function* count() { while (true) yield 1; }
      class Sum { all() { let n = 0; for (const one of count()) { n += one; if (n > 2) return n; } } }
      // for (;;) {}
      const text = "while (true) {}";
      export const value = [new Sum().all(), text].join(" ");`;
    const { places, value } = await run(code);
    expect(value).toBe("3 while (true) {}");
    expect(new Set(places)).toEqual(new Set(["file.ts:2", "file.ts:3"]));
  });
});

test("a loop that waits gives others the thread when it is told to, and only there", async () => {
  const code = "export const value = async () => {\n  for (const x of [1, 2]) await x;\n};";
  const guarded = guardLoops("file.ts", code);
  expect(guarded).toContain(`${LOOP_TURN}("file.ts:2","waits")`);
  const result = await build({ stdin: { contents: guarded, loader: "ts" }, write: false, format: "esm" });
  expect(result.outputFiles[0]?.text).toContain("if (handoffRest) await handoffRest;");
});

test("no line moves", () => {
  const code = "while (a)\n  b();\nfor (;;) {\n  c();\n}\ndo\n  d();\nwhile (e);\n";
  const lines = guardLoops("file.ts", code).split("\n");
  expect(
    lines.map((line) =>
      line.replaceAll(/handoffLoop\("[^"]*"(?:,"endless")?\);/g, "").replaceAll(/[{}]/g, ""),
    ),
  ).toEqual(code.split("\n").map((line) => line.replaceAll(/[{}]/g, "")));
});

describe("behind what the editor's parser does not know", () => {
  const loop = "for (const x of list) {\n  use(x);\n}\n";

  test.each([
    ["an import type", "type A = typeof import('a');\n"],
    ["variance", "type A<in out T> = T;\n"],
    ["an abstract constructor", "type A = abstract new () => void;\n"],
    ["import attributes", "import a from './a.json' with { type: 'json' };\n"],
  ])("loops are guarded all the same: %s", (_, before) => {
    for (const path of ["file.ts", "file.tsx"]) {
      expect(guardLoops(path, before + loop)).toContain(`{${LOOP_TURN}("${path}:2");`);
    }
  });

  test("and inside of it, where no words of an element can be meant", () => {
    const code = "const f = async <T,>(list: T[]) => {\n  while (true) {}\n};\n";
    expect(guardLoops("file.ts", code)).toContain(`{${LOOP_TURN}("file.ts:2","endless");}`);
    expect(guardLoops("file.tsx", code)).toBe(code);
  });

  test("the words of an element stay as they are", () => {
    const code =
      "const f = async <T,>(list: T[]) => (\n  <p>\n    while (waiting) we do this, for (x of y) that\n  </p>\n);\n";
    expect(guardLoops("file.tsx", code)).toBe(code);
  });
});

test("a file that does not parse is left as it is", () => {
  const code = "for (const x of) { return }";
  expect(guardLoops("file.ts", code)).toBe(code);
});

test("JSX is read in .tsx files", () => {
  const code =
    "export const list = () => { const out = []; for (const x of [1]) out.push(<li key={x}>{x}</li>); return out; };";
  expect(guardLoops("file.tsx", code)).toContain(
    `{${LOOP_TURN}("file.tsx:1");out.push(<li key={x}>{x}</li>);}`,
  );
});
