import type { HttpRequest } from "../wire/network.ts";

/** A request as the Frontend API reads it. */
export type FrontendRequest = {
  /** In capitals; `_method` in the query has been applied. */
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The fields of a form-encoded body; empty when there is none. */
  readonly form: URLSearchParams;
};

/** clerk-js sends every method but GET as POST and names the true one in the query. */
export function readFrontendRequest(request: HttpRequest): FrontendRequest {
  const url = new URL(request.url);
  const method = request.method.toUpperCase();
  const override = method === "POST" ? url.searchParams.get("_method") : null;
  return {
    method: override?.toUpperCase() ?? method,
    path: url.pathname,
    query: url.searchParams,
    form: new URLSearchParams(bodyText(request.body)),
  };
}

/** The value of a header, `null` without it or for the origin that a page without one has. */
export function headerOf({ headers }: HttpRequest, name: string): string | null {
  const value = headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
  return value === undefined || value === "" || value === "null" ? null : value;
}

/** A field that has a value: clerk-js sends null as the empty text. */
export function formField(form: URLSearchParams, name: string): string | null {
  const value = form.get(name);
  return value === "" ? null : value;
}

/** The body as text, empty when there is none. */
export function bodyText(body: HttpRequest["body"]): string {
  if (body === null) return "";
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
