/** What a push brought: functions by path, with parsed validators. */
import * as v from "valibot";
import { failure, success, type Result } from "../../base/result.ts";
import type { FunctionKind, FunctionSpec } from "../../wire/syscall.ts";
import { ValidatorSchema, type Validator } from "../database/validator-json.ts";

export type RegisteredFunction = {
  readonly module: string;
  readonly export: string;
  readonly kind: FunctionKind;
  readonly visibility: "public" | "internal";
  readonly args: Validator;
  readonly returns: Validator | null;
};

export type FunctionTable = ReadonlyMap<string, RegisteredFunction>;

export function buildFunctionTable(specs: readonly FunctionSpec[]): Result<FunctionTable, string> {
  const table = new Map<string, RegisteredFunction>();
  for (const spec of specs) {
    const args = parseValidator(spec.argsJson);
    const returns = spec.returnsJson === null ? null : parseValidator(spec.returnsJson);
    if (args === null || (spec.returnsJson !== null && returns === null)) {
      return failure(`The validators of ${spec.module}:${spec.export} cannot be read.`);
    }
    const { module, kind, visibility } = spec;
    table.set(`${module}:${spec.export}`, { module, export: spec.export, kind, visibility, args, returns });
  }
  return success(table);
}

/** One spelling per function: `dir/mod:name`, without `.js`, `default` when no name is given. */
export function canonicalPath(path: string): string {
  const colon = path.lastIndexOf(":");
  const module = (colon < 0 ? path : path.slice(0, colon)).replace(/^\.?\//, "").replace(/\.[jt]s$/, "");
  return `${module}:${colon < 0 ? "default" : path.slice(colon + 1)}`;
}

const HANDLE = "function://";

/** What `createFunctionHandle` gives: it may be stored, and called like the function. */
export function handleOf({ module, export: name }: RegisteredFunction): string {
  return `${HANDLE}${encodeURIComponent(module)}#${name}`;
}

/** `null` when the text is no handle. */
export function pathOfHandle(handle: string): string | null {
  const [module, name] = handle.startsWith(HANDLE) ? handle.slice(HANDLE.length).split("#") : [];
  if (module === undefined || name === undefined) return null;
  try {
    return `${decodeURIComponent(module)}:${name}`;
  } catch {
    return null;
  }
}

/** The function a caller may call, or the product's sentence. Internal functions are not admitted to exist. */
export function findFunction(
  table: FunctionTable,
  path: string,
  kind: FunctionKind | null,
  from: "client" | "admin" | "function",
): Result<RegisteredFunction, string> {
  const canonical = canonicalPath(path);
  const found = table.get(canonical);
  if (found === undefined || (from === "client" && found.visibility !== "public")) {
    const which = from === "client" ? "public function" : "function";
    return failure(`Could not find ${which} for '${canonical}'.`);
  }
  if (kind !== null && found.kind !== kind) {
    const place = `${found.module}.js:${found.export}`;
    return failure(
      `Trying to execute ${place} as ${capitalized(kind)}, but it is defined as ${capitalized(found.kind)}.`,
    );
  }
  return success(found);
}

function capitalized(kind: FunctionKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function parseValidator(json: string): Validator | null {
  try {
    const parsed = v.safeParse(ValidatorSchema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
