import { describe, expect, test } from "vitest";
import type { LoopKind } from "../base/loop-watch.ts";
import { kindOf, LOOPS } from "./loop-kinds.ts";
import { syntaxTree } from "./syntax-tree.ts";

/** Of the loops in the code, in its order. */
function kinds(code: string): readonly (LoopKind | null)[] {
  const found: (LoopKind | null)[] = [];
  syntaxTree("file.ts", code).iterate({
    enter({ name, node }) {
      if (LOOPS.has(name)) found.push(kindOf(node, code));
    },
  });
  return found;
}

test.each([
  "while (true) {}",
  "while ( true );",
  "while (1) n++;",
  "for (;;) {}",
  "for (; true; n++) n--;",
  "for (let i = 0; ; i++) kept.push(i);",
  "for (n = 0; ; ) use(n);",
  "do { n++; } while (true)",
  "for (;;) { for (const x of list) { if (x) break; } }",
  "for (;;) { switch (n) { case 1: break; } }",
  "for (;;) { if (n) continue; n++; }",
  "for (;;) { list.map((x) => { return x; }); }",
  "for (;;) { list.push({ next() { return 1; } }, function () { throw n; }); }",
  "for (;;) { const ask = async () => { await n; }; }",
  "for (;;) { try { n++; } catch {} }",
  "try { const run = () => { for (;;) {} }; } catch {}",
])("has no end: %s", (code) => {
  expect(kinds(code)[0]).toBe("endless");
});

describe("may end", () => {
  test.each([
    "while (n) {}",
    "while (!done()) {}",
    "while (true && n) {}",
    "for (let i = 0; i < 3; i++) {}",
    "for (let i = 0; i < 3; ) i++;",
    "for (n = 0; n < 3; n++) {}",
    "for (; n < 3; ) n++;",
    "for (const x of list) use(x);",
    "for (const x in list) use(x);",
    "do { n++; } while (n < 3)",
    "while (false) {}",
    "while (0) {}",
  ])("by its condition: %s", (code) => {
    expect(kinds(code)[0]).toBeNull();
  });

  test.each([
    "for (;;) { if (n) break; }",
    "for (;;) if (n) break;",
    "const f = () => { for (;;) { if (n) return; } };",
    "for (;;) { if (n) throw new Error(); }",
    "out: for (;;) { for (;;) { break out; } }",
    "for (;;) { switch (n) { case 1: break; } break; }",
    "for (;;) { do { n++; } while (n < 3); if (n) { break; } }",
  ])("by what leaves it: %s", (code) => {
    expect(kinds(code)[0]).toBeNull();
  });

  test("by going on with a loop around it", () => {
    expect(kinds("out: for (const x of list) for (;;) { continue out; }")).toEqual([null, null]);
  });

  test("for all that is known, where it gives one thing after another", () => {
    expect(kinds("function* all() { for (;;) yield 1; }")).toEqual([null]);
  });

  test.each([
    "try { for (;;) read(); } catch {}",
    "function all() { try { while (true) { if (n) read(); } } finally { n = 0; } }",
  ])("by what is thrown in it and caught around it: %s", (code) => {
    expect(kinds(code)[0]).toBeNull();
  });
});

test.each([
  "async () => { for (;;) await null; };",
  "async () => { for (;;) { for await (const x of list) use(x); } };",
  "async () => { while (await more()) use(x); };",
  "async () => { for (const x of list) { if (x) await x; } };",
])("waits: %s", (code) => {
  expect(kinds(code)[0]).toBe("waits");
});

test("does not wait for what a function in it waits for", () => {
  expect(kinds("for (const x of list) run(async () => { await x; });")).toEqual([null]);
});
