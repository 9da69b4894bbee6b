/**
 * The endpoints under `/api/` that call functions: `query`, `mutation`, `action`, `function`, `run/<path>`, `query_ts`,
 * `query_at_ts` and `query_batch`. A function that fails is still a 200: its body says `"status": "error"`.
 */
import * as v from "valibot";
import { parseBoundedJson } from "../../base/bounded-json.ts";
import { hexadecimal, type RandomBytes } from "../../base/random.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { HopContent } from "../../wire/handoff.ts";
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";
import { CLIENT_JSON, decodeTimestamp, encodeTimestamp } from "../../wire/sync-protocol.ts";
import type { Authenticator } from "../authentication/verify.ts";
import type { Database } from "../database/database.ts";
import type { Snapshot } from "../database/snapshot.ts";
import type { FunctionCalls } from "../functions/calls.ts";
import type { FunctionOutcome } from "../functions/execution.ts";
import type { FunctionCall } from "../functions/runner.ts";
import { serverError } from "../functions/server-error.ts";
import { identify, type TokenReport } from "./bearer.ts";
import { badRequest, jsonResponse, type HttpProblem } from "./respond.ts";
import { formatValue, parseFormat, type ValueFormat } from "./value-format.ts";

export type FunctionsApiSeams = {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly calls: FunctionCalls;
  readonly random: RandomBytes;
  readonly record: ((content: HopContent) => void) | null;
  /** What the URLs of requests to HTTP actions begin with. */
  readonly siteOrigin: string;
};

const args = v.optional(v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]), {});
const format = v.optional(v.string());
const CallSchema = v.object({ path: v.string(), args, format, ts: v.optional(v.string()) });
const BatchSchema = v.object({ queries: v.pipe(v.array(CallSchema), v.maxLength(1000)) });
const RunSchema = v.object({ args, format });

type Call = v.InferOutput<typeof CallSchema>;
type Answer = Result<unknown, HttpProblem>;
/** Runs one call as the caller of the request. */
type Run = (call: FunctionCall) => Promise<FunctionOutcome>;

/** `null` when the endpoint is not one of these. `report` has been called then. */
export async function answerFunctionsApi(
  request: HttpRequest,
  seams: FunctionsApiSeams,
  report: TokenReport,
): Promise<HttpResponse | null> {
  const { pathname, searchParams } = new URL(request.url);
  const [, endpoint = "", rest] = /^\/api\/([a-z_]+)(?:\/(.*))?$/.exec(pathname) ?? [];
  const isRead = request.method === "GET" && endpoint === "query";
  if ((request.method !== "POST" && !isRead) || !ENDPOINTS.has(endpoint)) return (report([]), null);
  if (endpoint === "query_ts") {
    report([]);
    return jsonResponse(request, 200, { ts: encodeTimestamp(seams.database.snapshot.ts) });
  }
  const caller = await identify(request, seams.authenticator, report);
  if (!caller.ok) return jsonResponse(request, caller.error.status, caller.error.body);
  const { identity, from } = caller.value;
  const api = new FunctionsApi(seams, (call) => ({
    path: call.path,
    kind: null,
    args: call.args,
    caller: { identity, from, record: seams.record },
  }));
  const answer = isRead ? await api.readQuery(searchParams) : await api.post(endpoint, rest, request);
  return answer.ok
    ? jsonResponse(request, 200, answer.value)
    : jsonResponse(request, answer.error.status, answer.error.body);
}

const ENDPOINTS = new Set([
  "query",
  "mutation",
  "action",
  "function",
  "run",
  "query_ts",
  "query_at_ts",
  "query_batch",
]);

class FunctionsApi {
  readonly #seams: FunctionsApiSeams;
  readonly #callOf: (call: Call) => FunctionCall;

  constructor(seams: FunctionsApiSeams, callOf: (call: Call) => FunctionCall) {
    this.#seams = seams;
    this.#callOf = callOf;
  }

  /** `GET /api/query?path=…&args=…&format=…` */
  async readQuery(parameters: URLSearchParams): Promise<Answer> {
    const given = parameters.get("args") ?? "{}";
    const parsed = parseJson(v.unknown(), given);
    if (!parsed.ok) return failure(badRequest("BadArgs", "The parameter args is not JSON."));
    const call = parse(CallSchema, { ...Object.fromEntries(parameters), args: parsed.value });
    return call.ok ? this.#one(call.value, (inner) => this.#query(inner)) : call;
  }

  async post(endpoint: string, rest: string | undefined, request: HttpRequest): Promise<Answer> {
    const { calls, database } = this.#seams;
    if (endpoint === "query_batch") {
      const batch = parseBody(BatchSchema, request);
      if (!batch.ok) return batch;
      // All at one timestamp.
      const snapshot = database.snapshot;
      return this.#all(batch.value.queries, (call) => this.#query(call, snapshot));
    }
    if (endpoint === "run") return this.#runByPath(rest ?? "", request);
    const call = parseBody(CallSchema, request);
    if (!call.ok) return call;
    switch (endpoint) {
      case "mutation":
        return this.#one(call.value, (inner) => calls.mutation(inner));
      case "action":
        return this.#one(call.value, (inner) => calls.action(inner));
      case "function":
        return this.#one(call.value, (inner) => this.#function(inner));
      case "query_at_ts":
        return this.#queryAt(call.value);
      default:
        return this.#one(call.value, (inner) => this.#query(inner));
    }
  }

  /** Of any kind. Its sentence for one that is not there is older than that of the others. */
  async #function(call: FunctionCall): Promise<FunctionOutcome> {
    const { calls } = this.#seams;
    if (calls.has(call)) return calls.any(call);
    const message = `Could not find function for '${call.path}'. Did you forget to run \`npx convex dev\`?`;
    return { ok: false, message: calls.redacts ? "" : message, dataJson: null, logLines: [] };
  }

  async #query(call: FunctionCall, snapshot?: Snapshot): Promise<FunctionOutcome> {
    return (await this.#seams.calls.query(call, snapshot)).outcome;
  }

  async #queryAt(call: Call): Promise<Answer> {
    const ts = call.ts === undefined ? null : decodeTimestamp(call.ts);
    if (ts === null) return failure(badRequest("BadTimestamp", "Wrong number of bytes for SerializedTs."));
    const snapshot = this.#seams.database.at(ts);
    if (snapshot === null) {
      return failure(
        badRequest("BadTimestamp", "There are no rows of that time: it lies too far back, or ahead."),
      );
    }
    return this.#one(call, (inner) => this.#query(inner, snapshot));
  }

  /** `POST /api/run/messages/list` calls `messages:list`. */
  async #runByPath(path: string, request: HttpRequest): Promise<Answer> {
    const parts = path.split("/").map(decoded);
    const name = parts.pop();
    if (name === undefined || name === "" || parts.length === 0) {
      const sentence = "Path or function name not provided in path, e.g. /api/run/messages/list";
      return failure(badRequest("MissingIdentifier", sentence));
    }
    const body = parseBody(RunSchema, request);
    if (!body.ok) return body;
    const call = { ...body.value, path: `${parts.join("/")}:${name}` };
    return this.#one(call, (inner) => this.#seams.calls.any(inner));
  }

  async #one(call: Call, run: Run): Promise<Answer> {
    const wanted = parseFormat(call.format);
    if (!wanted.ok) return wanted;
    return success(await this.#bodyOf(await run(this.#callOf(call)), wanted.value));
  }

  async #all(calls: readonly Call[], run: Run): Promise<Answer> {
    const results: unknown[] = [];
    for (const call of calls) {
      const result = await this.#one(call, run);
      if (!result.ok) return result;
      results.push(result.value);
    }
    return success({ results });
  }

  async #bodyOf(outcome: FunctionOutcome, wanted: ValueFormat): Promise<unknown> {
    const logLines = outcome.logLines.length === 0 ? {} : { logLines: outcome.logLines };
    const read = (json: string): unknown => formatValue(JSON.parse(json), wanted);
    if (outcome.ok) return { status: "success", value: read(outcome.resultJson), ...logLines };
    const errorMessage = await serverError(hexadecimal(this.#seams.random(8)), outcome.message);
    const errorData = outcome.dataJson === null ? {} : { errorData: read(outcome.dataJson) };
    return { status: "error", errorMessage, ...errorData, ...logLines };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  request: HttpRequest,
): Result<v.InferOutput<Schema>, HttpProblem> {
  const type = headerValue(request.headers, "content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    const message = "Expected request with `Content-Type: application/json`";
    return failure({ status: 415, body: { code: "UnsupportedMediaType", message } });
  }
  const { body } = request;
  const text = typeof body === "string" ? body : new TextDecoder().decode(body ?? new Uint8Array());
  if (text.length > CLIENT_JSON.mostLength) {
    const message = "The request body is too large.";
    return failure({ status: 413, body: { code: "PayloadTooLarge", message } });
  }
  return parseJson(schema, text);
}

function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): Result<v.InferOutput<Schema>, HttpProblem> {
  const json = parseBoundedJson(text, CLIENT_JSON);
  if (json.ok) return parse(schema, json.value);
  return failure(badRequest("BadJsonBody", `The request body is not JSON: ${json.error}.`));
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Result<v.InferOutput<Schema>, HttpProblem> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return success(parsed.output);
  const [issue] = parsed.issues;
  return failure(badRequest("BadJsonBody", `${v.getDotPath(issue) ?? "body"}: ${issue.message}`));
}
