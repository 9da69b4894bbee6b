import { describe, expect, test } from "vitest";
import type { Hop } from "../wire/handoff.ts";
import { encodeTimestamp, type StateModification, type StateVersion } from "../wire/sync-protocol.ts";
import { syncVersionFaults } from "./sync-versions.ts";

let last = 0;

function hop(from: "client" | "deployment", content: Hop["content"]): Hop {
  const to = from === "client" ? "deployment" : "client";
  return { id: `d${++last}`, at: last, from, to, content, tokens: [] };
}

const open = (socket = "s1"): Hop =>
  hop("client", { type: "socket-opened", socket, url: "wss://x/api/1/sync" });
const sent = (message: object, socket = "s1"): Hop =>
  hop("client", { type: "frame", socket, text: JSON.stringify(message) });
const got = (message: object, socket = "s1"): Hop =>
  hop("deployment", { type: "frame", socket, text: JSON.stringify(message) });

const at = (ts: number, querySet: number, identity: number): StateVersion => ({
  ts: encodeTimestamp(BigInt(ts)),
  querySet,
  identity,
});
const add = (baseVersion: number, ...queryIds: number[]): Hop =>
  sent({
    type: "ModifyQuerySet",
    baseVersion,
    newVersion: baseVersion + 1,
    modifications: queryIds.map((queryId) => ({ type: "Add", queryId, udfPath: "a:b", args: [{}] })),
  });
const anonymous = (baseVersion: number): Hop =>
  sent({ type: "Authenticate", tokenType: "None", baseVersion });
const transition = (
  startVersion: StateVersion,
  endVersion: StateVersion,
  modifications: StateModification[] = [],
  socket = "s1",
): Hop => got({ type: "Transition", startVersion, endVersion, modifications }, socket);
const updated = (queryId: number): StateModification => ({
  type: "QueryUpdated",
  queryId,
  value: null,
  logLines: [],
  journal: null,
});
const answered = (requestId: number, ts: number): Hop =>
  got({
    type: "MutationResponse",
    requestId,
    success: true,
    result: null,
    ts: encodeTimestamp(BigInt(ts)),
    logLines: [],
  });

describe("syncVersionFaults", () => {
  test("finds nothing in a session that keeps the rules, on two sockets", () => {
    const hops = [
      open(),
      add(0, 7),
      transition(at(0, 0, 0), at(5, 1, 0), [updated(7)]),
      anonymous(0),
      transition(at(5, 1, 0), at(5, 1, 1)),
      answered(0, 6),
      transition(at(5, 1, 1), at(6, 1, 1)),
      open("s2"),
      transition(at(0, 0, 0), at(6, 0, 0), [], "s2"),
    ];
    expect(syncVersionFaults(hops)).toEqual([]);
  });

  test.each<[string, Hop[], RegExp]>([
    [
      "a start that is not the current version",
      [open(), transition(at(1, 0, 0), at(2, 0, 0))],
      /starts at 1:0:0/,
    ],
    [
      "a socket that does not begin at zero",
      [open(), transition(at(0, 0, 0), at(5, 0, 0)), open(), transition(at(5, 0, 0), at(6, 0, 0))],
      /the client is at 0:0:0/,
    ],
    [
      "time that goes backwards",
      [open(), transition(at(0, 0, 0), at(5, 0, 0)), transition(at(5, 0, 0), at(4, 0, 0))],
      /timestamp goes backwards/,
    ],
    [
      "a query set that was never sent",
      [open(), transition(at(0, 0, 0), at(1, 1, 0))],
      /ends at query set 1/,
    ],
    ["an identity that was never sent", [open(), transition(at(0, 0, 0), at(1, 0, 1))], /ends at identity 1/],
    [
      "a query set that goes backwards",
      [open(), add(0, 1), transition(at(0, 0, 0), at(1, 1, 0)), transition(at(1, 1, 0), at(1, 0, 0))],
      /query set version goes backwards/,
    ],
    [
      "an identity that goes backwards",
      [open(), anonymous(0), transition(at(0, 0, 0), at(1, 0, 1)), transition(at(1, 0, 1), at(1, 0, 0))],
      /identity version goes backwards/,
    ],
    [
      "a result for a query that is not asked for",
      [open(), add(0, 1), transition(at(0, 0, 0), at(1, 1, 0), [updated(2)])],
      /query 2 is not in the query set/,
    ],
    [
      "a result that comes before its query set",
      [open(), add(0, 1), add(1, 2), transition(at(0, 0, 0), at(1, 1, 0), [updated(2)])],
      /query 2 is not in the query set/,
    ],
    [
      "the removal of a query that is asked for",
      [open(), add(0, 1), transition(at(0, 0, 0), at(1, 1, 0), [{ type: "QueryRemoved", queryId: 1 }])],
      /query 1 is removed/,
    ],
    ["a mutation that no transition reflects", [open(), answered(3, 9)], /response to mutation 3/],
    [
      "a transition that shows a mutation before its response",
      [
        open(),
        sent({ type: "Mutation", requestId: 3, udfPath: "a:b", args: [{}] }),
        transition(at(0, 0, 0), at(9, 0, 0)),
        answered(3, 9),
        transition(at(9, 0, 0), at(9, 0, 0)),
      ],
      /shows mutation 3 before its response/,
    ],
    [
      "a response that only an earlier transition reflects",
      [open(), transition(at(0, 0, 0), at(9, 0, 0)), answered(3, 9)],
      /response to mutation 3/,
    ],
    [
      "a transition that stops short of the mutation",
      [open(), answered(3, 9), transition(at(0, 0, 0), at(8, 0, 0))],
      /response to mutation 3/,
    ],
    ["an Authenticate with a wrong base", [open(), anonymous(1)], /based on identity 1/],
    ["a ModifyQuerySet with a wrong base", [open(), add(1, 1)], /goes from 1 to 2/],
  ])("catches %s", (_, hops, expected) => {
    const faults = syncVersionFaults(hops);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(expected);
  });

  test("judges nothing after a frame that was cut", () => {
    const cut = hop("deployment", { type: "frame", socket: "s1", text: '{"type":"Transition","mod…' });
    expect(syncVersionFaults([open(), cut, transition(at(3, 0, 0), at(4, 0, 0))])).toEqual([]);
  });
});
