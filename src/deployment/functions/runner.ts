/** Runs functions in the isolate: visibility, validators, what they return, and the hops of it. */
import { convexToJson } from "convex/values";
import type { Result } from "../../base/result.ts";
import { hopLines } from "../../wire/handoff.ts";
import type { HttpRequest } from "../../wire/network.ts";
import type { FunctionKind } from "../../wire/syscall.ts";
import type { Transaction } from "../database/transaction.ts";
import type { UserIdentity } from "../authentication/identity.ts";
import { callSizeProblem, valueProblem } from "../database/limits.ts";
import { mismatch } from "../database/validator.ts";
import type { Caller, FunctionOutcome, Settlement } from "./execution.ts";
import { Executions, type ExecutionSeams } from "./executions.ts";
import { findFunction, type FunctionTable, type RegisteredFunction } from "./function-table.ts";
import { parsedJson, valueOf } from "./json-value.ts";

export type FunctionCall = {
  readonly path: string;
  /** `null`: whatever the function is. */
  readonly kind: FunctionKind | null;
  /** Convex JSON. */
  readonly args: unknown;
  readonly caller: Caller;
};

/** A request to the HTTP actions, and who sends it: somebody, nobody, or the reason why nobody can be believed. */
export type HttpActionCall = {
  readonly request: HttpRequest;
  readonly identity: Result<UserIdentity | null, string>;
  readonly record: Caller["record"];
};

/** What nested calls and syscalls of an HTTP action see: it is an action that no one calls by name. */
const HTTP_ACTION: RegisteredFunction = {
  module: "http",
  export: "default",
  kind: "action",
  visibility: "public",
  args: { type: "any" },
  returns: null,
};

export class FunctionRunner {
  readonly executions: Executions;
  /** Whether the last push has a `convex/http.ts`. */
  hasHttpRouter = false;
  functions: FunctionTable = new Map();
  readonly #seams: ExecutionSeams;

  constructor(seams: ExecutionSeams) {
    this.#seams = seams;
    this.executions = new Executions(seams);
  }

  /** Finds the function, checks arguments, runs it, checks the result. `transaction` is null for actions. */
  async run(call: FunctionCall, transaction: Transaction | null): Promise<FunctionOutcome> {
    const found = findFunction(this.functions, call.path, call.kind, call.caller.from);
    const outcome = found.ok ? await this.#execute(found.value, call, transaction) : refused(found.error);
    return call.caller.from === "client" ? this.#outward(outcome) : outcome;
  }

  /** What leaves the deployment: in production neither reasons nor log lines, only the data of a ConvexError. */
  #outward(outcome: FunctionOutcome): FunctionOutcome {
    if (!this.#seams.redacts) return outcome;
    return outcome.ok ? { ...outcome, logLines: [] } : { ...outcome, message: "", logLines: [] };
  }

  async #execute(
    target: RegisteredFunction,
    { args, caller }: FunctionCall,
    transaction: Transaction | null,
  ): Promise<FunctionOutcome> {
    const tables = this.#seams.database.catalog.tableNames;
    const argument = valueOf(Array.isArray(args) ? (args[0] ?? {}) : args);
    if (!argument.ok) return refused(`Invalid arguments: ${argument.error}`);
    const place = `${target.module}.js:${target.export}`;
    const excess = callSizeProblem(argument.value);
    if (excess !== null) return refused(`Arguments for ${place} are ${excess}`);
    const invalid = valueProblem(argument.value);
    if (invalid !== null) return refused(`Invalid arguments for ${place}: ${invalid}`);
    const problem = mismatch(argument.value, target.args, tables);
    if (problem !== null) return refused(`ArgumentValidationError: ${problem}`);

    const argsJson = JSON.stringify([convexToJson(argument.value)]);
    const path = `${target.module}:${target.export}`;
    const id = this.executions.next();
    const name = String(id);
    const subject = caller.identity?.subject ?? null;
    const { kind } = target;
    caller.record?.({ type: "call", execution: name, functionPath: path, kind, argsJson, caller: subject });
    const logLines: string[] = [];
    const settled = await this.executions.start(id, { target, caller, transaction, logLines }, (common) => ({
      type: "execute",
      ...common,
      kind: target.kind,
      module: target.module,
      export: target.export,
      argsJson,
      identityJson: JSON.stringify(caller.identity),
    }));
    const outcome = this.#checkResult(settled, target);
    caller.record?.({
      type: "return",
      execution: name,
      functionPath: path,
      outcome: outcome.ok ? "success" : "failure",
      result: outcome.ok ? outcome.resultJson : outcome.message,
      rowsRead: transaction?.rowsRead ?? 0,
      rowsWritten: transaction?.rowsWritten ?? 0,
      ...logged(logLines),
    });
    return { ...outcome, logLines };
  }

  /** Runs the HTTP action that the request is routed to. */
  async respond({ request, identity, record }: HttpActionCall): Promise<FunctionOutcome> {
    const id = this.executions.next();
    const execution = String(id);
    const functionPath = `${request.method} ${new URL(request.url).pathname}`;
    const caller: Caller = { identity: identity.ok ? identity.value : null, from: "client", record };
    const subject = caller.identity?.subject ?? null;
    record?.({ type: "call", execution, functionPath, kind: "action", argsJson: "[]", caller: subject });
    const logLines: string[] = [];
    const start = { target: HTTP_ACTION, caller, transaction: null, logLines };
    const settled = await this.executions.start(id, start, (common) => ({
      type: "respond",
      ...common,
      request,
      identity: identity.ok ? { json: JSON.stringify(identity.value) } : { refusal: identity.error },
    }));
    record?.({
      type: "return",
      execution,
      functionPath,
      outcome: settled.ok ? "success" : "failure",
      result: settled.ok ? settled.resultJson : settled.message,
      rowsRead: 0,
      rowsWritten: 0,
      ...logged(logLines),
    });
    return this.#outward({ ...settled, logLines });
  }

  #checkResult(settled: Settlement, { module, export: name, returns }: RegisteredFunction): Settlement {
    if (!settled.ok) {
      const isReadable = settled.dataJson !== null && valueOf(parsedJson(settled.dataJson)).ok;
      return isReadable ? settled : { ...settled, dataJson: null };
    }
    const value = valueOf(parsedJson(settled.resultJson));
    if (!value.ok) return { ok: false, message: "Invalid return value", dataJson: null };
    const fail = (message: string): Settlement => ({ ok: false, message, dataJson: null });
    const excess = callSizeProblem(value.value);
    if (excess !== null) return fail(`Function ${module}.js:${name} return value is ${excess}`);
    const invalid = valueProblem(value.value);
    if (invalid !== null) return fail(`Function ${module}.js:${name} return value invalid: ${invalid}`);
    const problem =
      returns === null ? null : mismatch(value.value, returns, this.#seams.database.catalog.tableNames);
    return problem === null ? settled : fail(`ReturnsValidationError: ${problem}`);
  }
}

/** In a hop only when there is something. */
function logged(lines: readonly string[]): { readonly logLines?: readonly string[] } {
  return lines.length === 0 ? {} : { logLines: hopLines(lines) };
}

function refused(message: string): FunctionOutcome {
  return { ok: false, message, dataJson: null, logLines: [] };
}
