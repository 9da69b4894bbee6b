/** What the deployment last sent to the app for one query, read from the hops that the deployment recorded. */
import { queryResults } from "../handoff/query-results.ts";
import type { Hop } from "../wire/handoff.ts";

export type AppResult = {
  /** Whether the app is subscribed to the query now, on a connection that is open. */
  readonly subscribed: boolean;
  /** The value as Convex JSON; null while there is none. */
  readonly value: unknown;
};

export function appResult(hops: readonly Hop[], functionPath: string): AppResult {
  const result = queryResults(hops).findLast((candidate) => candidate.functionPath === functionPath);
  return result === undefined
    ? { subscribed: false, value: null }
    : { subscribed: true, value: result.value };
}
