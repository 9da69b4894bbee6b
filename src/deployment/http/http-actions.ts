/** `https://<deployment>.convex.site`: the HTTP actions of `convex/http.ts`. */
import { readableBody } from "../../base/readable-body.ts";
import { decodeBase64 } from "../../base/base64.ts";
import { hexadecimal } from "../../base/random.ts";
import { failure, success } from "../../base/result.ts";
import type { HttpRequest, HttpResponse } from "../../wire/network.ts";
import { parseHttpActionAnswer } from "../../wire/syscall.ts";
import { parsedJson } from "../functions/json-value.ts";
import { requestId } from "../functions/server-error.ts";
import { identify, type TokenReport } from "./bearer.ts";
import type { FunctionsApiSeams } from "./functions-api.ts";
import { jsonResponse, textResponse } from "./respond.ts";

const NOT_ENABLED = "This Convex deployment does not have HTTP actions enabled.";

/** Cross-origin headers are the action's own affair. An action that throws is a 500 with its message. */
export async function answerHttpAction(
  request: HttpRequest,
  { authenticator, calls, random, record, siteOrigin }: FunctionsApiSeams,
  report: TokenReport,
): Promise<HttpResponse> {
  if (!calls.runner.hasHttpRouter) return (report([]), textResponse(request, 404, NOT_ENABLED));
  const identified = await identify(request, authenticator, report);
  // The header may hold something of the developer's own: only an action that asks for the identity is refused.
  const identity = identified.ok
    ? success(identified.value.identity)
    : failure(identified.error.body.message);
  const { pathname, search } = new URL(request.url);
  const seen = { ...request, url: `${siteOrigin}${pathname}${search}` };
  const outcome = await calls.runner.respond({ request: seen, identity, record });
  const id = await requestId(hexadecimal(random(8)));
  const fail = (message: string, data: object = {}): HttpResponse =>
    jsonResponse(request, 500, {
      code:
        message === "" ? `[Request ID: ${id}] Server Error` : `[Request ID: ${id}] Server Error: ${message}`,
      ...(message === "" ? {} : { trace: message }),
      ...data,
    });
  if (!outcome.ok) {
    const data = outcome.dataJson === null ? {} : { data: parsedJson(outcome.dataJson) };
    return fail(outcome.message, data);
  }
  const answer = parseHttpActionAnswer(parsedJson(outcome.resultJson));
  const bytes = decodeBase64(answer?.body ?? "");
  if (answer === null || bytes === null) return fail("The HTTP action returned no response.");
  const { status, headers } = answer;
  return { status, headers, body: answer.body === null ? null : readableBody(bytes) };
}
