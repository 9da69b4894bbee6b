/**
 * Where a file declares its variables, and where it writes to them, by name. Two variables of one name are not told apart:
 * who asks whether something is never written to errs on the safe side.
 */
import type { SyntaxTree } from "./syntax-tree.ts";

export type Node = SyntaxTree["topNode"];

export type Bindings = {
  /** Of what can be written to only here: not what is imported. */
  readonly declarations: (name: string) => readonly Node[];
  readonly writes: (name: string) => readonly Node[];
};

/** What stands in one runs when it is called, or something is made of a class: not when what is around it runs. */
export function isFunction(node: Node): boolean {
  switch (node.name) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunction":
    case "MethodDeclaration":
    case "PropertyDeclaration":
      return true;
    // A method of an object; other properties are evaluated with it.
    case "Property":
      return node.getChild("ParamList") !== null;
    default:
      return false;
  }
}

/** The innermost function around a node; null at the top of the file. */
export function functionAround(node: Node): Node | null {
  for (let outer = node.parent; outer !== null; outer = outer.parent) if (isFunction(outer)) return outer;
  return null;
}

/** Whether there is such a node in it, itself among them, functions in it aside. */
export function hasOwn(node: Node, isOne: (node: Node) => boolean): boolean {
  let isFound = false;
  node.cursor().iterate(({ node: each }) => {
    if (isFound || isFunction(each)) return false;
    isFound = isOne(each);
    return true;
  });
  return isFound;
}

export function contains(outer: Node, node: Node): boolean {
  return outer.from <= node.from && node.to <= outer.to;
}

/** A node is another object each time that it is asked for. */
export function isSame(a: Node | null, b: Node | null): boolean {
  return a === null || b === null ? a === b : a.from === b.from && a.to === b.to && a.name === b.name;
}

/** Declares what others may write to. */
const ELSEWHERE: ReadonlySet<string> = new Set(["ImportDeclaration", "AmbientDeclaration"]);

export function bindingsOf(top: Node, text: string): Bindings {
  const declared = new Map<string, Node[]>();
  const written = new Map<string, Node[]>();
  const note = (to: Map<string, Node[]>, node: Node): void => {
    const name = text.slice(node.from, node.to);
    to.set(name, [...(to.get(name) ?? []), node]);
  };
  top.cursor().iterate(({ name, node }) => {
    if (ELSEWHERE.has(name)) return false;
    if (name === "VariableDefinition") note(isTarget(node) ? written : declared, node);
    for (const target of writtenBy(node, text)) note(written, target);
    return true;
  });
  return {
    declarations: (name) => declared.get(name) ?? [],
    writes: (name) => written.get(name) ?? [],
  };
}

/** What an assignment, a step or the head of a loop changes; null where it changes no more than it says by names in a pattern. */
export function targetOf(node: Node, text: string): Node | null {
  switch (node.name) {
    case "AssignmentExpression":
      return node.firstChild;
    case "PostfixExpression":
      return isStep(node.lastChild, text) ? node.firstChild : null;
    case "UnaryExpression":
      return isStep(node.firstChild, text) || node.firstChild?.name === "delete" ? node.lastChild : null;
    case "ForOfSpec":
    case "ForInSpec":
      return node.firstChild?.nextSibling ?? null;
    default:
      return null;
  }
}

function isStep(operator: Node | null, text: string): boolean {
  return operator?.name === "ArithOp" && /^(?:\+\+|--)$/.test(text.slice(operator.from, operator.to));
}

function writtenBy(node: Node, text: string): readonly Node[] {
  let target = targetOf(node, text);
  // `(i as number)++`
  while (target?.name === "ParenthesizedExpression" || target?.name === "BinaryExpression") {
    target =
      target.name === "BinaryExpression" ? target.firstChild : (target.firstChild?.nextSibling ?? null);
  }
  return target?.name === "VariableName" ? [target] : [];
}

const PATTERNS: ReadonlySet<string> = new Set(["PatternProperty", "ObjectPattern", "ArrayPattern"]);
const DECLARES: ReadonlySet<string> = new Set(["let", "const", "var"]);

/** A name in a pattern that is assigned to, which the parser calls a definition, too. */
function isTarget(definition: Node): boolean {
  let pattern = definition;
  while (pattern.parent !== null && PATTERNS.has(pattern.parent.name)) pattern = pattern.parent;
  switch (pattern.parent?.name) {
    case "AssignmentExpression":
      return true;
    case "ForOfSpec":
    case "ForInSpec":
      return !DECLARES.has(pattern.prevSibling?.name ?? "");
    default:
      return false;
  }
}
