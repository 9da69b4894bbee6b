import type { HttpResponse } from "../wire/network.ts";

/** A value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export function jsonResponse(status: number, body: Json): HttpResponse {
  return { status, headers: [["content-type", "application/json"]], body: JSON.stringify(body) };
}
