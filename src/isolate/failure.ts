/** A thrown value as the product words it: `Uncaught Error: …`, and the data of a ConvexError apart. */
import { FUNCTIONS_FILE } from "../wire/scripts.ts";
import { inspect } from "./inspect.ts";

export type FunctionFailure = {
  readonly message: string;
  readonly dataJson?: string;
  readonly stack?: string;
};

const MAX_STACK_LENGTH = 8192;

/** Reads learner objects, whose getters may throw: the fallback is a plain sentence. */
export function describeThrown(thrown: unknown): FunctionFailure {
  try {
    if (isConvexError(thrown)) {
      const dataJson = typeof thrown.data === "string" ? thrown.data : "null";
      return { message: `Uncaught ConvexError: ${readable(dataJson)}`, dataJson, ...stackOf(thrown) };
    }
    return { message: `Uncaught ${sentence(thrown)}`, ...stackOf(thrown) };
  } catch {
    return { message: "Uncaught Error" };
  }
}

function stackOf(thrown: unknown): { readonly stack?: string } {
  if (typeof thrown !== "object" || thrown === null || !("stack" in thrown)) return {};
  const { stack } = thrown;
  return typeof stack === "string" ? { stack: stack.slice(-MAX_STACK_LENGTH) } : {};
}

function sentence(thrown: unknown): string {
  if (!isErrorLike(thrown)) return typeof thrown === "string" ? thrown : inspect(thrown);
  const name = typeof thrown.name === "string" && thrown.name !== "" ? thrown.name : "Error";
  return thrown.message === "" ? name : `${name}: ${thrown.message}`;
}

/** A string as it is, anything else as JSON. */
function readable(json: string): string {
  const value = JSON.parse(json) as unknown;
  return typeof value === "string" ? value : json;
}

function isConvexError(thrown: unknown): thrown is { readonly data: unknown } {
  return (
    typeof thrown === "object" && thrown !== null && Symbol.for("ConvexError") in thrown && "data" in thrown
  );
}

function isErrorLike(thrown: unknown): thrown is { readonly name: unknown; readonly message: string } {
  return (
    typeof thrown === "object" && thrown !== null && "message" in thrown && typeof thrown.message === "string"
  );
}

/** The stack with the functions script under its common name: the deployment knows no other. */
export function withFile<Fault extends { readonly stack?: string | undefined }>(
  fault: Fault,
  file: string | null,
): Fault {
  if (fault.stack === undefined || file === null) return fault;
  return { ...fault, stack: fault.stack.replaceAll(file, FUNCTIONS_FILE) };
}

/** An error as the packages expect it of a syscall: `data` marks a ConvexError and is Convex JSON. */
export function faultOf(message: string, dataJson: string | undefined): Error {
  const error = new Error(message);
  if (dataJson !== undefined) Object.assign(error, { data: JSON.parse(dataJson) as unknown });
  return error;
}
