/**
 * Replays the frames of a handoff and names every breach of the sync protocol's version rules: what the real client
 * asserts, and what it silently waits for.
 */
import type { Hop } from "../wire/handoff.ts";
import {
  decodeTimestamp,
  parseClientMessage,
  type ServerMessage,
  type StateVersion,
} from "../wire/sync-protocol.ts";

type Transition = Extract<ServerMessage, { type: "Transition" }>;

/** One socket as replayed so far. */
type Replay = {
  readonly socket: string;
  /** Requests of all sockets by session, with the socket that sent each first: shared by all replays. */
  readonly requests: Map<string, string>;
  sessionId: string;
  version: { querySet: number; identity: number; ts: bigint };
  /** The query ids that the client has asked for, by query set version. */
  readonly querySets: Set<number>[];
  /** How many `Authenticate` messages it has sent. */
  identities: number;
  /** Mutations answered at a timestamp that no transition has reached. */
  readonly unreflected: Map<number, bigint>;
  /** A frame could not be read (hops cut long ones): nothing after it can be judged. */
  isLost: boolean;
};

/** Sentences, in the order of the hops; none when every rule was kept. */
export function syncVersionFaults(hops: readonly Hop[]): string[] {
  const faults: string[] = [];
  const replays = new Map<string, Replay>();
  const requests = new Map<string, string>();
  for (const { id, from, content } of hops) {
    if (content.type === "socket-opened") {
      replays.set(content.socket, opened(content.socket, requests));
      continue;
    }
    if (content.type === "socket-closed") {
      replays.delete(content.socket);
      continue;
    }
    if (content.type !== "frame") continue;
    const replay = replays.get(content.socket) ?? opened(content.socket, requests);
    replays.set(content.socket, replay);
    const fault = (text: string): void => void faults.push(`${replay.socket} ${id}: ${text}`);
    if (from === "client") replayClient(replay, content.text, fault);
    else if (!replay.isLost) replayServer(replay, content.text, fault);
  }
  for (const { socket, unreflected } of replays.values()) {
    for (const requestId of unreflected.keys()) {
      faults.push(`${socket}: no transition follows the response to mutation ${requestId}`);
    }
  }
  return faults;
}

function opened(socket: string, requests: Map<string, string>): Replay {
  return {
    socket,
    requests,
    sessionId: socket,
    version: { querySet: 0, identity: 0, ts: 0n },
    querySets: [new Set()],
    identities: 0,
    unreflected: new Map(),
    isLost: false,
  };
}

function replayClient(replay: Replay, text: string, fault: (text: string) => void): void {
  const message = parseClientMessage(text);
  switch (message.type) {
    case "Authenticate":
      if (message.baseVersion !== replay.identities) {
        fault(
          `Authenticate is based on identity ${message.baseVersion}, the client is at ${replay.identities}`,
        );
      }
      replay.identities += 1;
      return;
    case "ModifyQuerySet": {
      const current = replay.querySets.length - 1;
      if (message.baseVersion !== current || message.newVersion !== current + 1) {
        fault(
          `ModifyQuerySet goes from ${message.baseVersion} to ${message.newVersion}, the client is at ${current}`,
        );
      }
      const next = new Set(replay.querySets[current]);
      for (const { type: change, queryId } of message.modifications) {
        if (change === "Add") next.add(queryId);
        else next.delete(queryId);
      }
      replay.querySets.push(next);
      return;
    }
    case "Invalid":
      replay.isLost = true;
      return;
    case "Connect":
      replay.sessionId = message.sessionId;
      return;
    case "Mutation": {
      const request = `${replay.sessionId}|${message.requestId}`;
      if (!replay.requests.has(request)) replay.requests.set(request, replay.socket);
      return;
    }
    case "Action":
    case "Event":
      return;
    default:
      message satisfies never;
  }
}

function replayServer(replay: Replay, text: string, fault: (text: string) => void): void {
  const message = parsed(text);
  if (message === null || message.type === "TransitionChunk") {
    replay.isLost = true;
    return;
  }
  if (message.type === "Transition") replayTransition(replay, message, fault);
  if (message.type !== "MutationResponse" || !message.success) return;
  const ts = decodeTimestamp(message.ts);
  if (ts === null) fault(`the response to mutation ${message.requestId} has no timestamp`);
  else {
    const first = replay.requests.get(`${replay.sessionId}|${message.requestId}`);
    // A mutation that is sent again after a reconnect may have been shown already; a new one may not.
    if (first === replay.socket && ts <= replay.version.ts) {
      fault(`a transition shows mutation ${message.requestId} before its response`);
    }
    replay.unreflected.set(message.requestId, ts);
  }
}

function replayTransition(replay: Replay, message: Transition, fault: (text: string) => void): void {
  const start = versionOf(message.startVersion);
  const end = versionOf(message.endVersion);
  const current = replay.version;
  if (start === null || end === null) {
    replay.isLost = true;
    return fault("a version of the transition cannot be read");
  }
  if (start.querySet !== current.querySet || start.identity !== current.identity || start.ts !== current.ts) {
    fault(`the transition starts at ${written(start)}, the client is at ${written(current)}`);
  }
  if (end.ts < start.ts) fault("the timestamp goes backwards");
  if (end.querySet < start.querySet) fault("the query set version goes backwards");
  if (end.identity < start.identity) fault("the identity version goes backwards");
  if (end.querySet >= replay.querySets.length) {
    fault(
      `the transition ends at query set ${end.querySet}, the client has sent ${replay.querySets.length - 1}`,
    );
  }
  if (end.identity > replay.identities) {
    fault(`the transition ends at identity ${end.identity}, the client has sent ${replay.identities}`);
  }
  const asked = replay.querySets[end.querySet] ?? new Set<number>();
  for (const { type: change, queryId } of message.modifications) {
    if (change === "QueryRemoved" && asked.has(queryId))
      fault(`query ${queryId} is removed though it is asked for`);
    if (change !== "QueryRemoved" && !asked.has(queryId)) fault(`query ${queryId} is not in the query set`);
  }
  for (const [requestId, ts] of replay.unreflected) if (ts <= end.ts) replay.unreflected.delete(requestId);
  replay.version = end;
}

function versionOf({ querySet, identity, ts }: StateVersion): Replay["version"] | null {
  const decoded = decodeTimestamp(ts);
  return decoded === null ? null : { querySet, identity, ts: decoded };
}

function written({ ts, querySet, identity }: Replay["version"]): string {
  return `${ts}:${querySet}:${identity}`;
}

/** Server frames come from our own deployment: their shape is its business, only JSON is checked. */
function parsed(text: string): ServerMessage | null {
  try {
    return JSON.parse(text) as ServerMessage;
  } catch {
    return null;
  }
}
