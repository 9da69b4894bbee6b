/**
 * Puts a call in front of the body of every loop, so that a realm can tell where learner code stays for too long
 * (`base/loop-watch.ts`). Nothing moves to another line. A file that does not parse is left as it is: its faults are the
 * compiler's to tell.
 */
import { LOOP_TURN } from "../wire/scripts.ts";
import { syntaxTree, type SyntaxTree } from "./syntax-tree.ts";

type Node = SyntaxTree["topNode"];
type Insertion = { readonly at: number; readonly text: string };

const LOOPS: ReadonlySet<string> = new Set(["ForStatement", "WhileStatement", "DoStatement"]);

export function guardLoops(path: string, text: string, tree: SyntaxTree = syntaxTree(path, text)): string {
  const insertions: Insertion[] = [];
  let isBroken = false;
  let line = 1;
  let counted = 0;
  tree.iterate({
    enter({ type, name, from, node }) {
      if (type.isError) isBroken = true;
      if (!LOOPS.has(name)) return;
      // Nodes are entered in the order of the text.
      for (; counted < from; counted++) if (text[counted] === "\n") line += 1;
      insertions.push(...guard(node, `${LOOP_TURN}(${JSON.stringify(`${path}:${line}`)});`));
    },
  });
  return isBroken ? text : withInsertions(text, insertions);
}

function guard(loop: Node, call: string): readonly Insertion[] {
  const body = bodyOf(loop);
  if (body === null) return [];
  if (body.name === "Block") return [{ at: body.from + 1, text: call }];
  return [
    { at: body.from, text: `{${call}` },
    { at: body.to, text: "}" },
  ];
}

/** The last child, but for `do`: there it is the one behind the keyword. */
function bodyOf(loop: Node): Node | null {
  if (loop.name !== "DoStatement") return loop.lastChild;
  return loop.firstChild?.nextSibling ?? null;
}

function withInsertions(text: string, insertions: readonly Insertion[]): string {
  // At one place the outer loop's `{` comes first and the inner loop's `}`: as they were found, and the other way round.
  const ordered = insertions.map((insertion, index) => ({ ...insertion, index })).toSorted(compare);
  let guarded = "";
  let from = 0;
  for (const { at, text: inserted } of ordered) {
    guarded += text.slice(from, at) + inserted;
    from = at;
  }
  return guarded + text.slice(from);
}

function compare(
  a: Insertion & { readonly index: number },
  b: Insertion & { readonly index: number },
): number {
  return a.at - b.at || (a.text === "}" ? 0 : 1) - (b.text === "}" ? 0 : 1) || a.index - b.index;
}
