/** Values as the product prints them in logs: strings quoted, one line, six levels deep. */

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

export function inspect(value: unknown, depth = 0, seen: readonly unknown[] = []): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return String(value);
    case "function":
      return value.name === "" ? "[Function (anonymous)]" : `[Function: ${value.name}]`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      return value === null ? "null" : inspectObject(value, depth, seen);
    default:
      return "";
  }
}

function inspectObject(value: object, depth: number, seen: readonly unknown[]): string {
  if (seen.includes(value)) return "[Circular]";
  if (depth > MAX_DEPTH) return Array.isArray(value) ? "[Array]" : "[Object]";
  const inner = (part: unknown): string => inspect(part, depth + 1, [...seen, value]);
  try {
    if (Array.isArray(value)) return listed("[", value.slice(0, MAX_ITEMS).map(inner), value.length, "]");
    if (value instanceof Error) return inspectError(value, inner);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Map) {
      const pairs = [...value].slice(0, MAX_ITEMS).map(([key, item]) => `${inner(key)} => ${inner(item)}`);
      return `Map (${value.size}) ${listed("{", pairs, value.size, "}")}`;
    }
    if (value instanceof Set) {
      return `Set (${value.size}) ${listed("{", [...value].slice(0, MAX_ITEMS).map(inner), value.size, "}")}`;
    }
    if (value instanceof ArrayBuffer) return `ArrayBuffer { byteLength: ${value.byteLength} }`;
    if (value instanceof Promise) return "Promise {}";
    return inspectPlain(value, inner);
  } catch {
    // A getter or proxy of the learner's may throw; a log line must not.
    return "[Object]";
  }
}

function inspectPlain(value: object, inner: (part: unknown) => string): string {
  const names = Object.keys(value);
  const fields = names
    .slice(0, MAX_ITEMS)
    .map(
      (name) =>
        `${isIdentifier(name) ? name : quote(name)}: ${inner((value as Record<string, unknown>)[name])}`,
    );
  const prototype = Object.getPrototypeOf(value) as {
    readonly constructor?: { readonly name?: string };
  } | null;
  const kind = prototype?.constructor?.name;
  const isPlain = prototype === null || kind === undefined || kind === "Object";
  return (isPlain ? "" : `${kind} `) + listed("{", fields, names.length, "}");
}

function inspectError(error: Error, inner: (part: unknown) => string): string {
  const own = Object.keys(error).map((name) => `${name}: ${inner(Reflect.get(error, name))}`);
  return own.length === 0 ? `[${String(error)}]` : `{ [${String(error)}] ${own.join(", ")} }`;
}

function listed(open: string, items: readonly string[], total: number, close: string): string {
  const all = total > items.length ? [...items, `... ${total - items.length} more items`] : items;
  if (all.length === 0) return open === "{" ? "{}" : "[]";
  return `${open} ${all.join(", ")} ${close}`;
}

function quote(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}
