import { expect, test } from "vitest";
import type { Hop, HopContent } from "../wire/handoff.ts";
import { identityVersions } from "./identity-versions.ts";
import { queryResults } from "./query-results.ts";

function hops(...contents: HopContent[]): Hop[] {
  return contents.map((content, at) => ({
    id: `d${at}`,
    at,
    ...(content.type === "frame" && content.text.includes("endVersion")
      ? ({ from: "deployment", to: "client" } as const)
      : ({ from: "client", to: "deployment" } as const)),
    content,
    tokens: [],
  }));
}

const frame = (value: unknown): HopContent => ({ type: "frame", socket: "s1", text: JSON.stringify(value) });
const opened: HopContent = {
  type: "socket-opened",
  socket: "s1",
  url: "wss://x.convex.cloud/api/1.48.0/sync",
};
const closed: HopContent = { type: "socket-closed", socket: "s1", code: 1005, reason: "" };
const add = frame({
  type: "ModifyQuerySet",
  modifications: [{ type: "Add", queryId: 0, udfPath: "tasks:list" }],
});
const update = (identity: number, value: unknown): HopContent =>
  frame({
    type: "Transition",
    endVersion: { querySet: 1, identity, ts: "AAAAAAAAAAA=" },
    modifications: [{ type: "QueryUpdated", queryId: 0, value }],
  });

test("an identity is confirmed by the transition that carries its version", () => {
  const sent = hops(opened, frame({ type: "Authenticate", baseVersion: 0, tokenType: "None" }));
  expect(identityVersions(sent)).toEqual({ sent: 1, confirmed: 0 });
  expect(identityVersions([...sent, ...hops(update(1, []))])).toEqual({ sent: 1, confirmed: 1 });
  expect(identityVersions([...sent, ...hops(closed)])).toEqual({ sent: 0, confirmed: 0 });
});

test("a row that holds the word Authenticate is not taken for the message", () => {
  const add = frame({ type: "Mutation", args: [{ type: "Authenticate" }] });
  expect(identityVersions(hops(opened, add, update(3, [{ type: "Authenticate" }])))).toEqual({
    sent: 0,
    confirmed: 3,
  });
});

test("a query holds what was sent last, until it is removed or the connection ends", () => {
  const live = hops(opened, add, update(0, [1]), update(0, [2]));
  expect(queryResults(live)).toEqual([
    { socket: "s1", functionPath: "tasks:list", value: [2], state: "value" },
  ]);
  expect(queryResults([...live, ...hops(closed)])).toEqual([]);
  const removed = frame({ type: "ModifyQuerySet", modifications: [{ type: "Remove", queryId: 0 }] });
  expect(queryResults([...live, ...hops(removed)])).toEqual([]);
});
