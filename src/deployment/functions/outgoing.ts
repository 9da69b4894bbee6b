/** Requests that actions make: to the deployment itself and to the issuer; there is no other host here. */
import * as v from "valibot";
import { decodeBase64, encodeBase64 } from "../../base/base64.ts";
import { readableBody } from "../../base/readable-body.ts";
import { failure, success, type Result } from "../../base/result.ts";
import type { HttpRequest, HttpResponse } from "../../wire/network.ts";
import type { HttpActionAnswer } from "../../wire/syscall.ts";

const RequestSchema = v.object({
  method: v.string(),
  url: v.string(),
  headers: v.array(v.tuple([v.string(), v.string()])),
  /** Base64. */
  body: v.nullable(v.string()),
});

/** Rejects when nobody answers for the URL. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** The failure is the end of the sentence "fetch failed: …". */
export async function sendOutgoing(args: unknown, send: Send): Promise<Result<HttpActionAnswer, string>> {
  const parsed = v.safeParse(RequestSchema, args);
  if (!parsed.success || !URL.canParse(parsed.output.url)) return failure("the request cannot be read");
  const { method, url, headers } = parsed.output;
  const body = parsed.output.body === null ? null : decodeBase64(parsed.output.body);
  try {
    const response = await send({ method, url, headers, body: body === null ? null : readableBody(body) });
    const answered = response.headers.map(([name, value]): [string, string] => [name, value]);
    return success({ status: response.status, headers: answered, body: encoded(response.body) });
  } catch {
    return failure(`${url} cannot be reached, this sandbox has no internet`);
  }
}

function encoded(body: HttpResponse["body"]): string | null {
  if (body === null) return null;
  return encodeBase64(typeof body === "string" ? new TextEncoder().encode(body) : body);
}
