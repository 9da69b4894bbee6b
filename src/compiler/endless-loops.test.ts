import { describe, expect, test } from "vitest";
import { isEndless } from "./endless-loops.ts";
import { syntaxTree } from "./syntax-tree.ts";

/** Of the loops in the code, in its order. */
function endless(code: string): readonly boolean[] {
  const found: boolean[] = [];
  syntaxTree("file.ts", code).iterate({
    enter({ name, node }) {
      if (["ForStatement", "WhileStatement", "DoStatement"].includes(name)) found.push(isEndless(node, code));
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
  expect(endless(code)[0]).toBe(true);
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
    expect(endless(code)[0]).toBe(false);
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
    expect(endless(code)[0]).toBe(false);
  });

  test("by going on with a loop around it", () => {
    expect(endless("out: for (const x of list) for (;;) { continue out; }")).toEqual([false, false]);
  });

  test.each([
    "function* all() { for (;;) yield 1; }",
    "async () => { for (;;) await null; };",
    "async () => { for (;;) { for await (const x of list) use(x); } };",
  ])("for all that is known, or lets the thread go: %s", (code) => {
    expect(endless(code)[0]).toBe(false);
  });

  test.each([
    "try { for (;;) read(); } catch {}",
    "function all() { try { while (true) { if (n) read(); } } finally { n = 0; } }",
  ])("by what is thrown in it and caught around it: %s", (code) => {
    expect(endless(code)[0]).toBe(false);
  });
});
