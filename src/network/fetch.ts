/** `fetch` over the sandbox's network. Requests and responses are the platform's own objects. */
import { readableBody } from "../base/readable-body.ts";
import { LONGEST_URL, MOST_HEADERS, type HttpRequest } from "../wire/network.ts";
import { unreachableMessage, type Routes, type UnreachableListener } from "./routes.ts";

export type FetchOptions = {
  readonly routes: Routes;
  /** What relative URLs are relative to: the address at which the learner's app seems to be. */
  readonly baseUrl: () => string;
  /** Value of the Origin header of requests with a body, as a browser would send it. */
  readonly origin: () => string;
  readonly onUnreachable: UnreachableListener;
};

export function createFetch(options: FetchOptions): typeof fetch {
  return async function fetchInSandbox(input, init) {
    const request = toRequest(input, init, options.baseUrl());
    request.signal.throwIfAborted();
    const port = options.routes.find(new URL(request.url).host);
    if (port === null) {
      options.onUnreachable(unreachableMessage(request.url, options.routes.hosts));
      // The platform's own words for a request that found nobody.
      throw new TypeError("Failed to fetch");
    }
    const sent = await toHttpRequest(request, options.origin());
    // As a server would refuse it, unread.
    if (sent.url.length > LONGEST_URL || sent.headers.length > MOST_HEADERS)
      throw new TypeError("Failed to fetch");
    const answer = port.request(sent);
    const response = await Promise.race([answer, aborted(request.signal)]);
    const hasBody = response.body !== null && ![101, 204, 205, 304].includes(response.status);
    const result = new Response(hasBody ? (response.body as BodyInit) : null, {
      status: response.status,
      headers: response.headers.map(([name, value]): [string, string] => [name, value]),
    });
    Object.defineProperty(result, "url", { value: request.url });
    return result;
  };
}

function toRequest(input: RequestInfo | URL, init: RequestInit | undefined, baseUrl: string): Request {
  if (input instanceof Request) return new Request(input, init);
  return new Request(new URL(String(input), baseUrl), init);
}

async function toHttpRequest(request: Request, origin: string): Promise<HttpRequest> {
  const headers = [...request.headers].map(([name, value]): [string, string] => [name, value]);
  headers.push(["origin", origin]);
  const bytes = request.method === "GET" || request.method === "HEAD" ? null : await request.arrayBuffer();
  return {
    method: request.method,
    url: request.url,
    headers,
    body: bytes === null ? null : readableBody(new Uint8Array(bytes)),
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
