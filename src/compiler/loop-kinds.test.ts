import { describe, expect, test } from "vitest";
import type { LoopKind } from "../base/loop-watch.ts";
import { loopKinds, LOOPS } from "./loop-kinds.ts";
import { syntaxTree } from "./syntax-tree.ts";

/** Of the loops in the code, in its order. */
function kinds(code: string): readonly (LoopKind | null)[] {
  const found: (LoopKind | null)[] = [];
  const tree = syntaxTree("file.ts", code);
  const kindOf = loopKinds(tree, code);
  tree.iterate({
    enter({ name, node }) {
      if (LOOPS.has(name)) found.push(kindOf(node));
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

describe("has no end once it turns, as nothing can change its condition", () => {
  test.each([
    [
      "nothing else runs meanwhile",
      "let done = false;\nload().then(() => { done = true; });\nwhile (!done) {}",
    ],
    ["nothing else runs meanwhile, wherever it is", "while (done !== true && 1 < 2);"],
    ["what React holds", "while (ref.current === null) {}"],
    [
      "a count that was forgotten",
      "let i = 0; let sum = 0;\nwhile (i < list.length) { sum += list[i].price; }",
    ],
    ["a count that is this function's own", "function f() { let i = 0; while (i < 3) console.log(i); }"],
    ["a count in its head", "for (let i = 0; i < 3; ) console.log(i);"],
    ["a count in its head that was there before", "let i;\nfor (i = 0; i < 3; ) { list[i] = 0; }"],
    [
      "what a hook gave",
      "function Page() { const { isLoading } = useConvexAuth(); while (isLoading) { console.log(1); } }",
    ],
    ["a parameter", "const f = (n: number) => { do { use(n); } while ((n as number) > 0!); };"],
    ["a bound around the function", "const MOST = 3;\nfunction f() { let i = 0; while (i < MOST) use(i); }"],
    ["nothing at all", "while (undefined !== null) use();"],
    ["what does not turn", "while (false) use();"],
    ["a count that goes away from its bound", "for (let i = 0; i < 3; i--) use(i);"],
    ["a count that goes away up", "for (let i = 3; i >= 0; ++i) use(i);"],
    ["a count that goes away in steps", "function f(n) { let i = 3; while (i > n) { use(i); i += 2; } }"],
  ])("%s: %s", (_, code) => {
    expect(kinds(code)).toEqual(["endless"]);
  });

  test.each([
    ["it writes to it", "let i = 0;\nwhile (i < 3) { if (use()) i = 7; }"],
    ["it writes to it by a pattern", "let i = 0;\nwhile (i < 3) { [i] = use(); }"],
    ["it writes to it by a pattern of an object", "let i = 0;\nwhile (i < 3) { ({ i } = use()); }"],
    ["it writes to it by a pattern with another name", "let i = 0;\nwhile (i < 3) { ({ j: i } = use()); }"],
    ["it declares it again", "var i = 0;\nwhile (i < 3) { var i = i + 1; }"],
    ["it takes it from a list", "let i = 0;\nwhile (i < 3) { for (i of list) {} }"],
    ["it steps it as another type", "let i: unknown = 0;\nwhile (i < 3) { (i as number)++; }"],
    ["its condition writes to it", "let i = 0;\nwhile (i++ < 3) {}"],
    ["its condition calls", "while (Date.now() < end) {}"],
    ["its condition asks something else", "while (player.currentTime < 5) {}"],
    ["its condition asks for any member", "while (list[0] === 1) {}"],
    ["a list grows", "while (list.length < 3) list.push(1);"],
    ["a list is written to", "while (list.length < 3) { list[list.length] = 1; }"],
    ["a ref is written to", "while (ref.current === null) { ref.current = 1; }"],
    [
      "a function that it calls writes to it",
      "let done = false;\nconst stop = () => { done = true; };\nwhile (!done) step();",
    ],
    ["a function that it holds writes to it", "let i = 0;\nwhile (i < 3) list.map(() => { i++; });"],
    [
      "it stands in a function that is not the variable's",
      "let i = 0;\nfunction f() { i = 0; while (i < 3) f(); }",
    ],
    ["somebody else may write to it", "import { i } from './i.ts';\nwhile (i < 3) use();"],
    ["somebody unknown may write to it", "declare let i: number;\nwhile (i < 3) use();"],
    ["nobody says where it is from", "while (n < 3) use();"],
    ["a tag calls", "let i = 0;\nconst more = () => { i++; };\nwhile (i < 3) more``;"],
    ["a list is spread", "let i = 0;\nconst more = () => { i++; };\nwhile (i < 3) { a = [...b]; }"],
    ["something is made", "let i = 0;\nclass A { b = i++; }\nwhile (i < 3) new A();"],
    ["it counts towards its bound", "for (let i = 3; i > 0; i--) use(i);"],
    ["it counts in both ways", "for (let i = 0; i < 3; i++) { i--; use(i); }"],
    ["it is set by another count", "let j = 0; for (let i = 0; i < 3; i = j--) use(i);"],
    ["its bound comes after", "for (let i = 3; i < n; i--) n--;"],
    ["its bound is a list that shrinks", "for (let i = 3; i < list.length; i--) list.pop();"],
    ["another counts, too", "let i = 0;\nconst more = () => { i = 9; };\nfor (; i < 3; i--) more();"],
  ])("may end: %s: %s", (_, code) => {
    expect(kinds(code)[0]).toBeNull();
  });
});

describe("takes one thing after another", () => {
  const forever = "function* forever() { while (true) yield 1; }\n";
  test.each([
    `${forever}for (const one of forever()) use(one);`,
    "function* count(n: number) { let i = n; for (;;) { use(); yield i++; } }\nfor (const one of count(3)) {}",
    "function* same(n: number) { while (n < 3) yield n; }\nfor (const one of same(3)) {}",
  ])("from what has no end: %s", (code) => {
    expect(kinds(code)).toEqual([null, "endless"]);
  });

  test.each([
    `${forever}for (const one of forever()) { if (one) break; }`,
    `${forever}for (const one of forever().take(3)) use(one);`,
    `${forever}forever = () => [];\nfor (const one of forever()) use(one);`,
    `${forever}const f = () => { const forever = () => []; for (const one of forever()) use(one); };`,
    `${forever}try { for (const one of forever()) use(one); } catch {}`,
    "function* some() { while (true) { if (n) return; yield 1; } }\nfor (const one of some()) use(one);",
    "function* some() { if (n) while (true) yield 1; }\nfor (const one of some()) use(one);",
    "function* some() { for (const x of [1]) yield x; }\nfor (const one of some()) use(one);",
    "let i = 0;\nfunction* some() { while (i < 3) yield 1; }\nfor (const one of some()) i++;",
    "function some() { while (true) use(); }\nfor (const one of some()) use(one);",
    "const some = function* () { while (true) yield 1; };\nfor (const one of some()) use(one);",
    "import { forever } from './forever.ts';\nfor (const one of forever()) use(one);",
  ])("may end: %s", (code) => {
    expect(kinds(code).at(-1)).toBeNull();
  });
});

describe("may end", () => {
  test.each([
    "while (n) use();",
    "while (!done()) {}",
    "while (true && n) use();",
    "for (let i = 0; i < 3; i++) {}",
    "for (let i = 0; i < 3; ) i++;",
    "for (n = 0; n < 3; n++) {}",
    "for (; n < 3; ) n++;",
    "for (const x of list) use(x);",
    "for (const x in list) use(x);",
    "do { n++; } while (n < 3)",
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
  "async () => { for (;;) { use({ shown: await x }); } };",
  "async () => { while (isLoading === true) await null; };\nconst isLoading = true;",
])("never ends, whatever it waits for: %s", (code) => {
  expect(kinds(code)[0]).toBe("endless");
});

test.each([
  "async () => { for (;;) { if (await more()) break; } };",
  "async () => { for (const x of list) { for await (const y of x) use(y); } };",
  "async () => { while (await more()) use(x); };",
  "async () => { for (const x of list) { if (x) await x; } };",
  "async () => { for (let i = 0; i < 3; i++) use({ shown: await x }); };",
  "let isDone = false;\nstart(() => { isDone = true; });\nwhile (!isDone) await null;",
  "async () => { try { for (;;) await read(); } catch {} };",
  "async function* all() { for (;;) yield await read(); }",
])("waits: %s", (code) => {
  expect(kinds(code)[0]).toBe("waits");
});

test("does not wait for what a function in it waits for", () => {
  expect(kinds("for (const x of list) run(async () => { await x; });")).toEqual([null]);
});
