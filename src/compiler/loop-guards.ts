/**
 * Puts a call in front of the body of every loop, so that a realm can tell where learner code stays for too long
 * (`base/loop-watch.ts`). Nothing moves to another line. The editor's parser does not know all of TypeScript: behind a
 * place that it does not understand, only what it surely understands again is touched, and the compiler leaves the guards
 * out where they make a file that it cannot read.
 */
import { LOOP_TURN } from "../wire/scripts.ts";
import type { Node } from "./bindings.ts";
import { LOOPS, loopKinds, type KindOf } from "./loop-kinds.ts";
import { syntaxTree, type SyntaxTree } from "./syntax-tree.ts";

type Insertion = { readonly at: number; readonly text: string };

/** In the block of a loop's body only. */
const LOOP_REST = "handoffRest";

export function guardLoops(path: string, text: string, tree: SyntaxTree = syntaxTree(path, text)): string {
  const { loops, errors } = survey(tree);
  const kindOf = loopKinds(tree, text);
  const isJsx = /\.[jt]sx$/.test(path);
  let line = 1;
  let counted = 0;
  // They come in the order of the text.
  const insertions = loops.flatMap((loop) => {
    for (; counted < loop.from; counted++) if (text[counted] === "\n") line += 1;
    if (!isUnderstood(loop, errors, text, isJsx)) return [];
    return guard(loop, turn(kindOf(loop), JSON.stringify(`${path}:${line}`)));
  });
  return withInsertions(text, insertions);
}

function survey(tree: SyntaxTree): { readonly loops: readonly Node[]; readonly errors: readonly number[] } {
  const loops: Node[] = [];
  const errors: number[] = [];
  tree.iterate({
    enter({ type, name, from, node }) {
      if (type.isError) errors.push(from);
      else if (LOOPS.has(name)) loops.push(node);
    },
  });
  return { loops, errors };
}

/** What follows a fault may be something else than it seems: words in an element, for one, that begin with `while (`. */
function isUnderstood(loop: Node, errors: readonly number[], text: string, isJsx: boolean): boolean {
  const isFaulty = ({ from, to }: Node): boolean => errors.some((at) => from <= at && at <= to);
  if (isFaulty(loop)) return false;
  if (!isJsx || errors.every((at) => at > loop.to)) return true;
  let statement = loop;
  while (statement.parent?.parent) statement = statement.parent;
  return !isFaulty(statement) && (statement.from === 0 || text[statement.from - 1] === "\n");
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

function turn(kind: ReturnType<KindOf>, place: string): string {
  switch (kind) {
    case null:
      return `${LOOP_TURN}(${place});`;
    case "endless":
      return `${LOOP_TURN}(${place},"endless");`;
    case "waits":
      return `const ${LOOP_REST}=${LOOP_TURN}(${place},"waits");if(${LOOP_REST})await ${LOOP_REST};`;
    default:
      return kind satisfies never;
  }
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
