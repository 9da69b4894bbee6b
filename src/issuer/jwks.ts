import type { Json } from "./json-response.ts";
import type { PublicJwk } from "./signing-keys.ts";

/** The key set at `/.well-known/jwks.json`: public halves only. */
export function jwks(keys: readonly PublicJwk[]): Json {
  return { keys: keys.map((key) => ({ ...key })) };
}
