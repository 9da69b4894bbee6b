/** What the text of a loop says about how it may hold its thread. */
import type { LoopKind } from "../base/loop-watch.ts";
import { bindingsOf, hasOwn, isFunction, type Bindings, type Node } from "./bindings.ts";
import { cannotBecomeFalse } from "./loop-conditions.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

export const LOOPS: ReadonlySet<string> = new Set(["ForStatement", "WhileStatement", "DoStatement"]);
const BREAKABLE: ReadonlySet<string> = new Set([...LOOPS, "SwitchStatement"]);
const WAITS: ReadonlySet<string> = new Set(["AwaitExpression", "await"]);
const LEAVES: ReadonlySet<string> = new Set(["ReturnStatement", "ThrowStatement"]);

/**
 * - `endless`: it does not turn at all, or it never ends: it has no condition or one that cannot change, or what it takes from
 *   has no end; nothing in it leaves it, and nobody around it catches. It can end by what a call in it throws, and only then;
 *   a loop that means to end that way stands in a `try`. There may be an `await` in it: while what it awaits is still to come,
 *   it does not hold its thread.
 * - `waits`: it may end, and there is an `await` in it, so that there may be another.
 */
export type KindOf = (loop: Node) => LoopKind | null;

/** For the loops of one file. */
export function loopKinds(tree: SyntaxTree, text: string): KindOf {
  let bindings: Bindings | null = null;
  return (loop) => {
    const file = (): File => ({ text, bindings: (bindings ??= bindingsOf(tree.topNode, text)) });
    if (hasNoExit(loop) && (goesOn(loop, file()) || takesFromEndless(loop, file()))) return "endless";
    return hasOwn(loop, ({ name }) => WAITS.has(name)) ? "waits" : null;
  };
}

type File = { readonly text: string; readonly bindings: Bindings };

function hasNoExit(loop: Node): boolean {
  return !isCaught(loop) && !hasExit(loop) && !hasOwn(loop, ({ name }) => name === "YieldExpression");
}

function goesOn(loop: Node, { text, bindings }: File): boolean {
  return loop.getChild("ForOfSpec") === null && cannotBecomeFalse(loop, text, bindings);
}

/** `for (const one of forever())`, where the function gives one thing after another and does nothing else. */
function takesFromEndless(loop: Node, file: File): boolean {
  const called = loop.getChild("ForOfSpec")?.getChild("CallExpression")?.firstChild;
  if (called?.name !== "VariableName") return false;
  const name = file.text.slice(called.from, called.to);
  const [declaration, another] = file.bindings.declarations(name);
  const generator = declaration?.parent ?? null;
  if (generator?.name !== "FunctionDeclaration" || another !== undefined) return false;
  return file.bindings.writes(name).length === 0 && isEndlessGenerator(generator, file);
}

function isEndlessGenerator(generator: Node, file: File): boolean {
  const body = generator.getChild("Block");
  if (generator.getChild("Star") === null || generator.getChild("async") !== null || body === null)
    return false;
  if (hasOwn(body, ({ name }) => LEAVES.has(name) || WAITS.has(name))) return false;
  return [...LOOPS]
    .flatMap((name) => body.getChildren(name))
    .some((loop) => !hasExit(loop) && goesOn(loop, file));
}

function isCaught(loop: Node): boolean {
  for (let outer = loop.parent; outer !== null && !isFunction(outer); outer = outer.parent) {
    if (outer.name === "TryStatement") return true;
  }
  return false;
}

/** Whether something in it leaves it. */
function hasExit(loop: Node): boolean {
  let isFound = false;
  // Loops and switches around what is looked at, this loop among them: an unlabelled `break` leaves the innermost.
  let breakable = 0;
  loop.cursor().iterate(
    ({ name, node }) => {
      if (isFound || isFunction(node)) return false;
      if (BREAKABLE.has(name)) breakable += 1;
      isFound = leaves(node, breakable);
      return true;
    },
    ({ name }) => {
      if (BREAKABLE.has(name)) breakable -= 1;
    },
  );
  return isFound;
}

function leaves(node: Node, breakable: number): boolean {
  if (LEAVES.has(node.name)) return true;
  const isBreak = node.name === "BreakStatement";
  if (!isBreak && node.name !== "ContinueStatement") return false;
  // Where a label is, is not looked up: it may be outside.
  return node.getChild("Label") !== null || (isBreak && breakable === 1);
}
