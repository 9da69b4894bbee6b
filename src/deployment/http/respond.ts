/** Responses of the deployment's HTTP interface. */
import { headerValue, type HttpRequest, type HttpResponse } from "../../wire/network.ts";

/** A failure outside a function, as the product has it: `{ code, message }` with a status. */
export type HttpProblem = {
  readonly status: number;
  readonly body: { readonly code: string; readonly message: string };
};

export function badRequest(code: string, message: string): HttpProblem {
  return { status: 400, body: { code, message } };
}

export function jsonResponse(request: HttpRequest, status: number, body: unknown): HttpResponse {
  const headers = [...crossOrigin(request), ["content-type", "application/json"] as const];
  return { status, headers, body: body === null ? null : JSON.stringify(body) };
}

export function textResponse(request: HttpRequest, status: number, body: string): HttpResponse {
  return { status, headers: [...crossOrigin(request), ["content-type", "text/plain"]], body };
}

export function withCrossOrigin(request: HttpRequest, response: HttpResponse): HttpResponse {
  return { ...response, headers: [...crossOrigin(request), ...response.headers] };
}

/** The product mirrors what the browser asks for: tokens, not cookies, say who calls. */
function crossOrigin(request: HttpRequest): (readonly [string, string])[] {
  const wanted = headerValue(request.headers, "access-control-request-headers");
  return [
    ["access-control-allow-origin", headerValue(request.headers, "origin") ?? "*"],
    ["access-control-allow-headers", wanted ?? "authorization, content-type, convex-client"],
    ["access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS"],
    ["vary", "origin"],
  ];
}
