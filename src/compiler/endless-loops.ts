/** Loops of which their text alone says that they never end: they need not be given the time of one that may. */
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
const LOOPS: ReadonlySet<string> = new Set(["ForStatement", "WhileStatement", "DoStatement"]);
/** Leave a loop, or let the thread go. */
const EXITS: ReadonlySet<string> = new Set([
  "ReturnStatement",
  "ThrowStatement",
  "YieldExpression",
  "AwaitExpression",
  "await",
]);

/**
 * Whether a loop has no condition, nothing in it that leaves it or waits, and nobody around it who catches. It can end by
 * what a call in it throws, and only then; a loop that means to end that way stands in a `try`.
 */
export function isEndless(loop: Node, text: string): boolean {
  return hasNoCondition(loop, text) && !isCaught(loop) && !hasExit(loop);
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
  let found = false;
  /** Of those around a node: an unlabelled `break` leaves the innermost. */
  let breakable = 0;
  loop.cursor().iterate(
    ({ name, node }) => {
      if (found || FUNCTIONS.has(name)) return false;
      if (LOOPS.has(name) || name === "SwitchStatement") breakable += 1;
      else if (EXITS.has(name)) found = true;
      else if (name === "BreakStatement" || name === "ContinueStatement") {
        // Where a label is, is not looked up: it may be outside.
        found = node.getChild("Label") !== null || (name === "BreakStatement" && breakable === 1);
      }
      return true;
    },
    ({ name }) => {
      if (LOOPS.has(name) || name === "SwitchStatement") breakable -= 1;
    },
  );
  return found;
}
