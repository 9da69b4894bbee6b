/** The HTTP interface that `ConvexHttpClient` uses: `POST /api/query|mutation|action|function`. */
import * as v from "valibot";
import { hexadecimal, type RandomBytes } from "../../base/random.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { CarriedToken, HopContent } from "../../wire/handoff.ts";
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";
import { encodeTimestamp } from "../../wire/sync-protocol.ts";
import type { UserIdentity } from "../authentication/identity.ts";
import type { Authenticator } from "../authentication/verify.ts";
import type { Database } from "../database/database.ts";
import type { FunctionCalls } from "../functions/calls.ts";
import type { FunctionOutcome } from "../functions/execution.ts";
import type { FunctionCall } from "../functions/runner.ts";
import { serverError } from "../functions/server-error.ts";
import { carriedToken } from "../tokens.ts";

export type HttpSeams = {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly calls: FunctionCalls;
  readonly random: RandomBytes;
  readonly record: ((content: HopContent) => void) | null;
};

const CallSchema = v.object({
  path: v.string(),
  args: v.optional(v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]), {}),
  format: v.optional(v.string()),
});

/** The deployment answers with text only. */
export type TextResponse = HttpResponse & { readonly body: string | null };

const MAX_BODY_LENGTH = 16 * 1024 * 1024;

/** Answers a request. `report` receives what is known of its bearer token before any function runs. */
export async function answerRequest(
  request: HttpRequest,
  seams: HttpSeams,
  report: (tokens: readonly CarriedToken[]) => void,
): Promise<TextResponse> {
  const { pathname, hostname } = new URL(request.url);
  const respond = (status: number, body: unknown): TextResponse => jsonResponse(request, status, body);
  if (request.method === "OPTIONS") return (report([]), respond(204, null));
  if (hostname.endsWith(".convex.site")) {
    report([]);
    return textResponse(request, 404, "This Convex deployment does not have HTTP actions enabled.");
  }
  const endpoint = /^\/api\/(query|mutation|action|function|query_at_ts|query_ts)$/.exec(pathname)?.[1];
  if (endpoint === undefined || request.method !== "POST") {
    report([]);
    return respond(404, { code: "NotFound", message: `Nothing answers ${request.method} ${pathname}` });
  }
  if (endpoint === "query_ts")
    return (report([]), respond(200, { ts: encodeTimestamp(seams.database.snapshot.ts) }));
  const caller = await identify(request, seams.authenticator, report);
  if (!caller.ok) return respond(caller.error.status, caller.error.body);
  const parsed = parseCall(request.body);
  if (!parsed.ok) return respond(400, { code: "BadJsonBody", message: parsed.error });
  const outcome = await run(endpoint, seams, {
    path: parsed.value.path,
    kind: null,
    args: parsed.value.args,
    caller: { identity: caller.value, from: "client", record: seams.record },
  });
  return respond(200, await outcomeBody(outcome, seams.random));
}

async function run(endpoint: string, { calls }: HttpSeams, call: FunctionCall): Promise<FunctionOutcome> {
  if (endpoint === "mutation") return calls.mutation(call);
  if (endpoint === "action") return calls.action(call);
  return endpoint === "function" ? calls.any(call) : (await calls.query(call)).outcome;
}

type HttpProblem = {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string };
};

/** Over HTTP there is no fall back to an anonymous caller: an invalid token fails the call. */
async function identify(
  request: HttpRequest,
  authenticator: Authenticator,
  report: (tokens: readonly CarriedToken[]) => void,
): Promise<Result<UserIdentity | null, HttpProblem>> {
  const header = headerValue(request.headers, "authorization");
  if (header === null) return (report([]), success(null));
  if (header.length < 7) {
    report([]);
    return failure({
      status: 400,
      body: { code: "InvalidHeaderFailure", message: "Invalid authorization header" },
    });
  }
  if (!/^bearer /i.test(header)) {
    report([]);
    return failure({ status: 400, body: { code: "InvalidAdminKey", message: "Invalid admin key" } });
  }
  const token = header.slice("bearer ".length);
  const verified = await authenticator.verify(token);
  report([carriedToken(token, verified)]);
  if (verified.ok) return success(verified.value.identity);
  const { code, message } = verified.error;
  return failure({ status: code === "AuthProviderDiscoveryFailed" ? 400 : 401, body: { code, message } });
}

function parseCall(body: HttpRequest["body"]): Result<v.InferOutput<typeof CallSchema>, string> {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body ?? new Uint8Array());
  if (text.length > MAX_BODY_LENGTH) return failure("The request body is too large.");
  try {
    const parsed = v.safeParse(CallSchema, JSON.parse(text));
    return parsed.success ? success(parsed.output) : failure(parsed.issues[0].message);
  } catch {
    return failure("The request body is not JSON.");
  }
}

async function outcomeBody(outcome: FunctionOutcome, random: RandomBytes): Promise<unknown> {
  const logLines = outcome.logLines.length === 0 ? {} : { logLines: outcome.logLines };
  if (outcome.ok) return { status: "success", value: JSON.parse(outcome.resultJson) as unknown, ...logLines };
  const errorMessage = await serverError(hexadecimal(random(8)), outcome.message);
  const errorData = outcome.dataJson === null ? {} : { errorData: JSON.parse(outcome.dataJson) as unknown };
  return { status: "error", errorMessage, ...errorData, ...logLines };
}

function jsonResponse(request: HttpRequest, status: number, body: unknown): TextResponse {
  const headers = [...crossOrigin(request), ["content-type", "application/json"] as const];
  return { status, headers, body: body === null ? null : JSON.stringify(body) };
}

function textResponse(request: HttpRequest, status: number, body: string): TextResponse {
  return { status, headers: [...crossOrigin(request), ["content-type", "text/plain"]], body };
}

function crossOrigin(request: HttpRequest): (readonly [string, string])[] {
  return [
    ["access-control-allow-origin", headerValue(request.headers, "origin") ?? "*"],
    ["access-control-allow-headers", "authorization, content-type, convex-client"],
    ["access-control-allow-methods", "GET, POST, OPTIONS"],
  ];
}
