import { expect, test } from "vitest";
import { parseHints } from "./hints.ts";

test("hints stand under the id of their check, in order, as text and as HTML", () => {
  const hints = parseHints("## one\n\n- Look at `a < b`\n  twice.\n- Then at **b**.\n\n## two\n\n- Last.\n");
  expect([...hints.keys()]).toEqual(["one", "two"]);
  expect(hints.get("one")).toEqual([
    { text: "Look at a < b twice.", html: "<p>Look at <code>a &lt; b</code>\ntwice.</p>" },
    { text: "Then at b.", html: "<p>Then at <strong>b</strong>.</p>" },
  ]);
  expect(hints.get("two")?.map(({ text }) => text)).toEqual(["Last."]);
});

test("raw HTML in a hint is shown as text, not obeyed", () => {
  expect(parseHints("## a\n\n- <img src=x onerror=alert(1)>\n").get("a")?.[0]?.html).not.toContain("<img");
});
