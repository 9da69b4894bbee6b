import { expect, test } from "vitest";
import { parseHints, toHint } from "./hints.ts";

test("hints stand under the id of their check, in order, as text and as HTML", () => {
  const hints = parseHints("## one\n\n- Look at `a < b`\n  twice.\n- Then at **b**.\n\n## two\n\n- Last.\n");
  expect([...hints.keys()]).toEqual(["one", "two"]);
  expect(hints.get("one")?.map((hint) => toHint(hint, "hints.md"))).toEqual([
    { text: "Look at a < b twice.", html: "<p>Look at <code>a &lt; b</code>\ntwice.</p>" },
    { text: "Then at b.", html: "<p>Then at <strong>b</strong>.</p>" },
  ]);
  expect(hints.get("two")).toEqual(["Last."]);
});

test("raw HTML in a hint is refused with its file", () => {
  expect(() => toHint("<img src=x onerror=alert(1)>", "exercises/mine/hints.md")).toThrow(
    'exercises/mine/hints.md has raw HTML near "<img src=x onerror=alert(1)>". Put code in `…`.',
  );
});
