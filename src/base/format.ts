/** Console arguments as text, the way a person reads them in developer tools. Never throws, whatever it is given. */
const MAX_DEPTH = 4;
const MAX_ITEMS = 100;

/** Joins the arguments of one console call; understands `%s %d %i %f %o %O %j %c %%`. */
export function formatArguments(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string" || !first.includes("%")) return args.map((value) => show(value)).join(" ");
  const text = first.replace(/%([sdifoOjc%])/g, (whole, directive: string) => {
    if (directive === "%") return "%";
    if (rest.length === 0) return whole;
    const value = rest.shift();
    switch (directive) {
      // A style has no place in plain text.
      case "c":
        return "";
      case "d":
      case "i":
        return String(Math.trunc(Number(value)));
      case "f":
        return String(Number(value));
      default:
        return show(value);
    }
  });
  return [text, ...rest.map((value) => show(value))].join(" ").trimStart();
}

/** One value: strings as they are, errors with their stack, everything else as a literal. */
function show(value: unknown): string {
  try {
    return typeof value === "string" ? value : inspect(value, 0, new Set());
  } catch {
    return "[a value that cannot be shown]";
  }
}

function inspect(value: unknown, depth: number, seen: Set<object>): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `[Function ${value.name || "anonymous"}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "[Circular]";
  if (value instanceof Error) return errorText(value);
  if (value instanceof Date) return value.toISOString();
  if (isElement(value)) return `<${value.tagName.toLowerCase()}>`;
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? "[…]" : "{…}";
  const inner = new Set(seen).add(value);
  if (Array.isArray(value)) {
    return `[${capped(value)
      .map((item) => inspect(item, depth + 1, inner))
      .join(", ")}]`;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const shown = capped(entries).map((entry) =>
    entry === "…" ? "…" : `${String(entry[0])}: ${inspect(entry[1], depth + 1, inner)}`,
  );
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor
    ?.name;
  const prefix = name === undefined || name === "Object" ? "" : `${name} `;
  return shown.length === 0 ? `${prefix}{}` : `${prefix}{ ${shown.join(", ")} }`;
}

/** Where there is no document there are no elements. */
function isElement(value: object): value is { tagName: string } {
  const { Element } = globalThis as { Element?: new () => { tagName: string } };
  return typeof Element === "function" && value instanceof Element;
}

function capped<T>(items: readonly T[]): (T | "…")[] {
  return items.length > MAX_ITEMS ? [...items.slice(0, MAX_ITEMS), "…"] : [...items];
}

/** The message, and the frames that are the learner's: blob URLs would tell nobody anything. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const cause = error.cause === undefined ? "" : `\n  cause: ${errorText(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}
