/** One request to the HTTP actions of `convex/http.ts`. */
import { encodeBase64 } from "../base/base64.ts";
import type { HttpActionAnswer, IsolateCommand } from "../wire/syscall.ts";
import type { HttpRouter } from "./load.ts";

type ActionRequest = Extract<IsolateCommand, { type: "respond" }>["request"];

/** Routes the request and gives the JSON of an {@link HttpActionAnswer}. Rejects with what the action threw. */
export async function respond(router: HttpRouter, request: ActionRequest): Promise<string> {
  const { pathname } = new URL(request.url);
  const match = router.lookup(pathname, request.method);
  const response =
    match === null
      ? new Response(`No HttpAction routed for ${pathname}`, { status: 404 })
      : await match[0].invokeHttpAction(toRequest(request));
  if (!(response instanceof Response)) {
    throw new TypeError("The HTTP action must return a `Response`.");
  }
  const body = response.body === null ? null : encodeBase64(new Uint8Array(await response.arrayBuffer()));
  const headers = [...response.headers].map(([name, value]): [string, string] => [name, value]);
  return JSON.stringify({ status: response.status, headers, body } satisfies HttpActionAnswer);
}

function toRequest({ method, url, headers, body }: ActionRequest): Request {
  const mayHaveBody = method !== "GET" && method !== "HEAD";
  return new Request(url, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(mayHaveBody && body !== null ? { body: body as BodyInit } : {}),
  });
}
