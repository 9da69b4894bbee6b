/**
 * Shortcodes of a JWT template: `{{user.full_name}}`. Alone in a string a shortcode keeps the type of its value; between
 * other text it becomes text. An unknown one is null. Dots lead into metadata: `{{user.unsafe_metadata.theme}}`. `{{a || b || 'c'}}` is the first operand that is neither null nor
 * false, or else the last.
 */
import type { Json } from "./json-response.ts";

/** Values by the name inside the braces, such as `user.full_name`. */
export type ShortcodeValues = Readonly<Record<string, Json>>;

const ALONE = /^\{\{([^{}]*)\}\}$/;
const ANYWHERE = /\{\{([^{}]*)\}\}/g;

/** Replaces the shortcodes in every string of a template, however deep. */
export function expandShortcodes(template: Json, values: ShortcodeValues): Json {
  if (typeof template === "string") return expandText(template, values);
  if (typeof template !== "object" || template === null) return template;
  if (isList(template)) return template.map((item) => expandShortcodes(item, values));
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, expandShortcodes(value ?? null, values)]),
  );
}

function expandText(text: string, values: ShortcodeValues): Json {
  const alone = ALONE.exec(text)?.[1];
  if (alone !== undefined) return evaluate(alone, values);
  return text.replaceAll(ANYWHERE, (_, expression: string) => {
    const value = evaluate(expression, values);
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

function evaluate(expression: string, values: ShortcodeValues): Json {
  const operands = expression.split("||").map((operand) => evaluateOperand(operand.trim(), values));
  return operands.find((value) => value !== null && value !== false) ?? operands.at(-1) ?? null;
}

function evaluateOperand(operand: string, values: ShortcodeValues): Json {
  const known = Object.keys(values).find((name) => operand === name || operand.startsWith(`${name}.`));
  if (known !== undefined) return within(values[known] ?? null, operand.slice(known.length + 1));
  const quoted = /^'(.*)'$/.exec(operand)?.[1];
  if (quoted !== undefined) return quoted;
  if (operand === "true") return true;
  if (operand === "false") return false;
  return /^-?\d+(\.\d+)?$/.test(operand) ? Number(operand) : null;
}

/** What stands at a dotted path in an object; null where there is nothing. */
function within(value: Json, path: string): Json {
  if (path === "") return value;
  let found: Json = value;
  for (const key of path.split(".")) {
    if (typeof found !== "object" || found === null || isList(found) || !Object.hasOwn(found, key))
      return null;
    found = found[key] ?? null;
  }
  return found;
}

function isList(
  value: readonly Json[] | { readonly [key: string]: Json | undefined },
): value is readonly Json[] {
  return Array.isArray(value);
}
