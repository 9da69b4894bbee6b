/** Replays the sync protocol's frames: which queries a client is subscribed to, and what it was last sent for each. */
import type { Hop } from "../wire/handoff.ts";

/** One query of a client that is connected now. */
export type QueryResult = {
  readonly socket: string;
  /** As in the client's ModifyQuerySet: `tasks:list`. */
  readonly functionPath: string;
  /** The value last sent, as Convex JSON; null before the first, and after a failure. */
  readonly value: unknown;
  readonly state: "waiting" | "value" | "failed";
};

type Query = { functionPath: string; value: unknown; state: QueryResult["state"] };

/** Subscribed queries of every open socket, in the order in which they were added. */
export function queryResults(hops: readonly Hop[]): QueryResult[] {
  const sockets = new Map<string, Map<number, Query>>();
  for (const { content } of hops) {
    if (content.type === "socket-opened") sockets.set(content.socket, new Map());
    if (content.type === "socket-closed") sockets.delete(content.socket);
    if (content.type !== "frame") continue;
    const queries = sockets.get(content.socket) ?? new Map<number, Query>();
    sockets.set(content.socket, queries);
    replay(queries, parseFrame(content.text));
  }
  return [...sockets].flatMap(([socket, queries]) =>
    [...queries.values()].map((query) => ({ socket, ...query })),
  );
}

type Frame = { readonly type?: unknown; readonly modifications?: unknown };
type Modification = {
  readonly type?: unknown;
  readonly queryId?: unknown;
  readonly udfPath?: unknown;
  readonly value?: unknown;
};

/** A frame that is not JSON says nothing about queries. */
function parseFrame(text: string): Frame {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null ? frame : {};
  } catch {
    return {};
  }
}

function replay(queries: Map<number, Query>, frame: Frame): void {
  if (!Array.isArray(frame.modifications)) return;
  for (const modification of frame.modifications as Modification[]) {
    const { type, queryId, udfPath, value } = modification;
    if (typeof queryId !== "number") continue;
    const query = queries.get(queryId);
    if (frame.type === "ModifyQuerySet" && type === "Add" && typeof udfPath === "string") {
      queries.set(queryId, { functionPath: udfPath, value: null, state: "waiting" });
    } else if (frame.type === "ModifyQuerySet" && type === "Remove") {
      queries.delete(queryId);
    } else if (frame.type === "Transition" && query !== undefined) {
      if (type === "QueryUpdated") queries.set(queryId, { ...query, value, state: "value" });
      if (type === "QueryFailed") queries.set(queryId, { ...query, value: null, state: "failed" });
    }
  }
}
