/** What the text of a loop says about how it may hold its thread. */
import type { LoopKind } from "../base/loop-watch.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

type Node = SyntaxTree["topNode"];

/** What lies in one runs when it is called, not when the loop turns. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunction",
  "MethodDeclaration",
  "Property",
]);
export const LOOPS: ReadonlySet<string> = new Set(["ForStatement", "WhileStatement", "DoStatement"]);
const BREAKABLE: ReadonlySet<string> = new Set([...LOOPS, "SwitchStatement"]);
const WAITS: ReadonlySet<string> = new Set(["AwaitExpression", "await"]);
/** Leave a loop, or let the thread go. */
const EXITS: ReadonlySet<string> = new Set([
  "ReturnStatement",
  "ThrowStatement",
  "YieldExpression",
  ...WAITS,
]);

/**
 * - `waits`: there is an `await` in it, so that there may be another.
 * - `endless`: no condition, nothing in it that leaves it or waits, and nobody around it who catches. It can end by what a
 *   call in it throws, and only then; a loop that means to end that way stands in a `try`.
 */
export function kindOf(loop: Node, text: string): LoopKind | null {
  if (hasOwn(loop, ({ name }) => WAITS.has(name))) return "waits";
  return hasNoCondition(loop, text) && !isCaught(loop) && !hasExit(loop) ? "endless" : null;
}

function hasNoCondition(loop: Node, text: string): boolean {
  if (loop.name !== "ForStatement") {
    const condition = loop.getChild("ParenthesizedExpression");
    return condition !== null && isTruth(text.slice(condition.from + 1, condition.to - 1));
  }
  const spec = loop.getChild("ForSpec");
  if (spec === null) return false;
  // The first part may be a declaration, which holds its semicolon.
  const first = spec.getChild("VariableDeclaration") ?? spec.getChild(";");
  const condition = first?.nextSibling ?? null;
  return condition !== null && (condition.name === ";" || isTruth(text.slice(condition.from, condition.to)));
}

function isTruth(condition: string): boolean {
  return /^\s*(?:true|[1-9]\d*)\s*$/.test(condition);
}

function isCaught(loop: Node): boolean {
  for (let outer = loop.parent; outer !== null && !FUNCTIONS.has(outer.name); outer = outer.parent) {
    if (outer.name === "TryStatement") return true;
  }
  return false;
}

function hasExit(loop: Node): boolean {
  return hasOwn(loop, (node, breakable) => {
    if (EXITS.has(node.name)) return true;
    const isBreak = node.name === "BreakStatement";
    if (!isBreak && node.name !== "ContinueStatement") return false;
    // Where a label is, is not looked up: it may be outside.
    return node.getChild("Label") !== null || (isBreak && breakable === 1);
  });
}

/**
 * Whether a node in a loop is one of those, functions in it aside. `breakable`: how many loops and switches there are around
 * it, this loop among them; an unlabelled `break` leaves the innermost.
 */
function hasOwn(loop: Node, isOne: (node: Node, breakable: number) => boolean): boolean {
  let isFound = false;
  let breakable = 0;
  loop.cursor().iterate(
    ({ name, node }) => {
      if (isFound || FUNCTIONS.has(name)) return false;
      if (BREAKABLE.has(name)) breakable += 1;
      isFound = isOne(node, breakable);
      return true;
    },
    ({ name }) => {
      if (BREAKABLE.has(name)) breakable -= 1;
    },
  );
  return isFound;
}
