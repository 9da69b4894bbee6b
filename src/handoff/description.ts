/** What the parts of the sequence diagram share: the words for one hop, and the memory of the hops before it. */
import type { JsonObject } from "./json-text.ts";

/** `token`: carries the identity; `ok`: trust was gained; `refused`: somebody said no. */
export type Tone = "neutral" | "token" | "ok" | "refused";

export type Description = {
  readonly title: string;
  readonly explanation: string;
  readonly tone: Tone;
  readonly minor: boolean;
};

/** What earlier hops said that later ones refer to by number. */
export type Memory = {
  /** Path of each request by who asked and its exchange. */
  readonly requests: Map<string, { readonly method: string; readonly path: string }>;
  /** Function path of each query by socket and query id. */
  readonly queries: Map<string, string>;
  /** Function path of each mutation and action by socket and request id. */
  readonly calls: Map<string, string>;
  /** Identity version last reached by each socket. */
  readonly identities: Map<string, number>;
  /** Tokens that Clerk gave to the app and that the client has not presented yet. */
  readonly issued: Set<string>;
};

export function createMemory(): Memory {
  return {
    requests: new Map(),
    queries: new Map(),
    calls: new Map(),
    identities: new Map(),
    issued: new Set(),
  };
}

export function describeAs(
  title: string,
  explanation: string,
  { tone = "neutral", minor = false }: { tone?: Tone; minor?: boolean } = {},
): Description {
  return { title, explanation, tone, minor };
}

/** A field that holds text; null when it is absent or something else. */
export function textField(object: JsonObject | null, name: string): string | null {
  const value = object?.[name];
  return typeof value === "string" ? value : null;
}

/** A field that holds a number; null when it is absent or something else. */
export function numberField(object: JsonObject | null, name: string): number | null {
  const value = object?.[name];
  return typeof value === "number" ? value : null;
}
