/** Whether the condition of a loop can ever become false, as far as its file says. */
import { contains, functionAround, hasOwn, isSame, targetOf, type Bindings, type Node } from "./bindings.ts";

type Loop = { readonly node: Node; readonly text: string; readonly bindings: Bindings };

/** What gives the same each time that it is evaluated, if the variables in it are the same. */
const STEADY: ReadonlySet<string> = new Set([
  "BinaryExpression",
  "UnaryExpression",
  "ParenthesizedExpression",
  "PostfixExpression",
  "VariableName",
  "Number",
  "String",
  "BooleanLiteral",
  "null",
  "CompareOp",
  "LogicOp",
  "ArithOp",
  "BitOp",
  "typeof",
  "as",
  "TypeName",
  "(",
  ")",
]);
/** Of members only those that no getter of anybody's gives: those of lists and texts, and of React's refs. */
const STEADY_MEMBER = /^[\w$]+\.(?:length|current)$/;
const CONSTANTS: ReadonlySet<string> = new Set(["undefined", "NaN", "Infinity"]);

/** Runs code that stands elsewhere. */
const CALLS: ReadonlySet<string> = new Set([
  "CallExpression",
  "NewExpression",
  "TaggedTemplateExpression",
  "DynamicImport",
  "YieldExpression",
  "AwaitExpression",
  "JSXElement",
  // These ask an iterator.
  "Spread",
  "ArrayPattern",
  "ForOfSpec",
]);

/**
 * No condition, or one that is what it was before the first turn: nothing that stands in the loop, and nothing that could
 * run meanwhile, writes to what it reads. Or a count that goes away from its bound. May say no where it cannot, and takes for
 * granted that operands are plain values: no `valueOf` that looks at a clock.
 */
export function cannotBecomeFalse(node: Node, text: string, bindings: Bindings): boolean {
  const condition = conditionOf(node);
  if (condition === null) return false;
  const loop = { node, text, bindings };
  return condition === "none" || isSteady(condition, loop) || goesAway(condition, loop);
}

function conditionOf(node: Node): Node | "none" | null {
  if (node.name !== "ForStatement") return node.getChild("ParenthesizedExpression");
  const condition = headOf(node)?.nextSibling ?? null;
  return condition?.name === ";" ? "none" : condition;
}

/** What a `for` does once. A declaration holds its semicolon. */
function headOf(node: Node): Node | null {
  const spec = node.getChild("ForSpec");
  return spec?.getChild("VariableDeclaration") ?? spec?.getChild(";") ?? null;
}

function isSteady(expression: Node, loop: Loop): boolean {
  const { node, text } = loop;
  let isFaithful = true;
  expression.cursor().iterate((each) => {
    if (!isFaithful) return false;
    const own = text.slice(each.from, each.to);
    if (each.name === "MemberExpression") {
      isFaithful =
        STEADY_MEMBER.test(own) && !hasOwn(node, ({ name }) => CALLS.has(name)) && !writesMember(loop);
      isFaithful &&= isFixed(own.slice(0, own.indexOf(".")), loop);
      return false;
    }
    isFaithful = STEADY.has(each.name) && targetOf(each.node, text) === null;
    if (each.name === "VariableName") isFaithful = isFixed(own, loop);
    return isFaithful;
  });
  return isFaithful;
}

const LESS = /^(?:--\s*[\w$]+|[\w$]+\s*--|[\w$]+\s*-=\s*\d+)$/;
const MORE = /^(?:\+\+\s*[\w$]+|[\w$]+\s*\+\+|[\w$]+\s*\+=\s*\d+)$/;
/** The steps that lead away from the bound of such a comparison. */
const AWAY: ReadonlyMap<string, RegExp> = new Map([
  ["<", LESS],
  ["<=", LESS],
  [">", MORE],
  [">=", MORE],
]);

/** `i < 10` where `i` only ever becomes less, and the like. */
function goesAway(condition: Node, loop: Loop): boolean {
  const { text } = loop;
  const comparison =
    condition.name === "ParenthesizedExpression" ? condition.firstChild?.nextSibling : condition;
  const [count, operator, bound] = [
    comparison?.firstChild,
    comparison?.getChild("CompareOp"),
    comparison?.lastChild,
  ];
  if (count?.name !== "VariableName" || !operator || !bound || isSame(count, bound)) return false;
  const name = text.slice(count.from, count.to);
  const writes = writesWithin(name, loop);
  const step = AWAY.get(text.slice(operator.from, operator.to));
  return (
    step !== undefined &&
    writes.length > 0 &&
    writes.every(({ parent }) => parent !== null && step.test(text.slice(parent.from, parent.to))) &&
    isOwn(name, loop) &&
    isSteady(bound, loop)
  );
}

/** Nothing in the loop writes to the variable, and nothing can that is called from there. */
function isFixed(name: string, loop: Loop): boolean {
  if (CONSTANTS.has(name)) return true;
  if (writesWithin(name, loop).length > 0) return false;
  if (!hasOwn(loop.node, (each) => CALLS.has(each.name))) return true;
  return loop.bindings.writes(name).length === 0 ? isDeclaredAround(name, loop) : isOwn(name, loop);
}

/** The variable is one of the function that the loop stands in, and nobody else writes to it. */
function isOwn(name: string, { node, bindings }: Loop): boolean {
  const own = functionAround(node);
  const isHere = (each: Node): boolean => isSame(functionAround(each), own);
  return bindings.declarations(name).some(isHere) && bindings.writes(name).every(isHere);
}

function isDeclaredAround(name: string, { node, bindings }: Loop): boolean {
  return bindings.declarations(name).some((declaration) => {
    const around = functionAround(declaration);
    return around === null || contains(around, node);
  });
}

/** Of each turn. A `var` that is declared in the loop is written to there. */
function writesWithin(name: string, { node, bindings }: Loop): readonly Node[] {
  const from = headOf(node)?.to ?? node.from;
  return [...bindings.writes(name), ...bindings.declarations(name)].filter(
    (write) => write.from >= from && write.to <= node.to,
  );
}

function writesMember({ node, text }: Loop): boolean {
  return hasOwn(node, (each) => {
    const target = targetOf(each, text);
    return target !== null && /[.[{]/.test(text.slice(target.from, target.to));
  });
}
