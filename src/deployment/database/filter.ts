/** Filter expressions of `db.query(…).filter(…)`, as `convex/server` serialises them. */
import { compareValues, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { fieldAt } from "./index-key.ts";

/** Whether a document passes; like the product, anything but `true` drops it. */
export function passesFilter(expression: unknown, document: Readonly<Record<string, Value>>): boolean {
  return evaluate(expression, document) === true;
}

/** A value as the wire has it, where `{"$undefined":null}` stands for an absent one. */
export function valueFromJson(json: unknown): Value | undefined {
  if (typeof json === "object" && json !== null && Object.hasOwn(json, "$undefined")) return undefined;
  return jsonToConvex(json as JSONValue);
}

function evaluate(expression: unknown, document: Readonly<Record<string, Value>>): Value | undefined {
  const [operator, operand] = Object.entries(expression as Record<string, unknown>)[0] ?? [];
  const all = (): (Value | undefined)[] => (operand as unknown[]).map((part) => evaluate(part, document));
  const pair = (): [Value | undefined, Value | undefined] => {
    const [left, right] = all();
    return [left, right];
  };
  const order = (): number => compareValues(...pair());
  switch (operator) {
    case "$literal":
      return valueFromJson(operand);
    case "$field":
      return fieldAt(document, String(operand));
    case "$eq":
      return order() === 0;
    case "$neq":
      return order() !== 0;
    case "$lt":
      return order() < 0;
    case "$lte":
      return order() <= 0;
    case "$gt":
      return order() > 0;
    case "$gte":
      return order() >= 0;
    case "$and":
      return all().every((value) => value === true);
    case "$or":
      return all().some((value) => value === true);
    case "$not":
      return evaluate(operand, document) !== true;
    case "$neg": {
      const value = evaluate(operand, document);
      return typeof value === "bigint" ? -value : -Number(value);
    }
    case "$add":
    case "$sub":
    case "$mul":
    case "$div":
    case "$mod":
      return arithmetic(operator, ...pair());
    default:
      throw new Error(`Invalid filter expression: ${String(operator)}`);
  }
}

function arithmetic(operator: "$add" | "$sub" | "$mul" | "$div" | "$mod", a?: Value, b?: Value): Value {
  if (typeof a === "bigint" && typeof b === "bigint") {
    if (operator === "$add") return a + b;
    if (operator === "$sub") return a - b;
    if (operator === "$mul") return a * b;
    return operator === "$div" ? a / b : a % b;
  }
  if (typeof a !== "number" || typeof b !== "number") {
    throw new Error(`Unsupported operand types for ${operator.slice(1)}: both must be numbers of one kind`);
  }
  if (operator === "$add") return a + b;
  if (operator === "$sub") return a - b;
  if (operator === "$mul") return a * b;
  return operator === "$div" ? a / b : a % b;
}
