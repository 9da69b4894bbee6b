import { describe, expect, it } from "vitest";
import { sequenceRows } from "./sequence.ts";
import { adaSignsIn, HopScript, JWT, REFUSED } from "./testing/hops.ts";

describe("the sequence diagram", () => {
  it("tells a whole sign-in in short titles", () => {
    const rows = sequenceRows(adaSignsIn().hops).filter(({ minor }) => !minor);
    expect(rows.map(({ from, to, title }) => `${from}→${to} ${title}`)).toEqual([
      "app→clerk GET /client",
      "clerk→app 200 · signed out",
      "client→deployment WebSocket opened",
      "client→deployment Connect",
      "client→deployment Subscribe · tasks:list",
      "deployment→client Transition · tasks:list 0 rows",
      "app→clerk POST /client/sign_ins",
      "clerk→app 200 · signed in as Ada",
      "app→clerk POST /tokens/convex",
      "clerk→app 200 · token",
      "app→client token handed over in the page",
      "client→deployment Authenticate (token)",
      "deployment→clerk GET /.well-known/jwks.json",
      "clerk→deployment 200 · 1 public key",
      "deployment→function query tasks:list",
      "function→deployment getUserIdentity() → user_2hando…",
      "function→deployment tasks:list → 2 rows",
      "deployment→client Transition · tasks:list 2 rows",
    ]);
  });

  it("marks settings, pings and session touches as background traffic", () => {
    const script = adaSignsIn().clerk("POST", "/v1/client/sessions/sess_1/touch", {});
    const minor = sequenceRows(script.hops).filter((row) => row.minor);
    expect(minor.map(({ title }) => title)).toEqual([
      "GET /environment",
      "200",
      "Ping",
      "POST /client/sessions/…/touch",
      "200",
    ]);
  });

  it("draws the handing over of a token in the page once, and as a conclusion", () => {
    const again = { type: "Authenticate", tokenType: "User", baseVersion: 1, value: JWT };
    const script = adaSignsIn().send(again, [{ jwt: JWT, verification: { status: "unverified" } }]);
    const derived = sequenceRows(script.hops).filter((row) => row.derived);
    expect(derived).toHaveLength(1);
    expect(derived[0]).toMatchObject({ from: "app", to: "client", token: "unverified" });
  });

  it("does not draw a handing over for a token that Clerk never gave to the app", () => {
    const message = { type: "Authenticate", tokenType: "User", baseVersion: 0, value: JWT };
    const rows = sequenceRows(
      new HopScript().open().send(message, [{ jwt: JWT, verification: REFUSED }]).hops,
    );
    expect(rows.map(({ title, tone, token }) => [title, tone, token])).toEqual([
      ["WebSocket opened", "neutral", null],
      ["Authenticate (token)", "refused", "refused"],
    ]);
  });

  it("orders hops by time and keeps those of one instant as they came", () => {
    const [first, second, third] = new HopScript().open("s1").open("s2").open("s3").hops;
    if (first === undefined || second === undefined || third === undefined) throw new Error("three hops");
    const rows = sequenceRows([third, { ...second, id: "a", at: first.at }, { ...first, id: "b" }]);
    expect(rows.map(({ hopId }) => hopId)).toEqual(["a", "b", "h3"]);
    expect(rows.map(({ atMs }) => atMs)).toEqual([0, 0, 2]);
  });

  it("gives each row an id of its own when two connections number their hops alike", () => {
    const [hop] = new HopScript().open().hops;
    if (hop === undefined) throw new Error("one hop");
    expect(new Set(sequenceRows([hop, hop]).map(({ id }) => id)).size).toBe(2);
  });

  it("survives frames and bodies that are cut or not JSON", () => {
    const script = new HopScript()
      .add("client", "deployment", { type: "frame", socket: "s1", text: '{"type":"Mut…' })
      .add("clerk", "app", { type: "response", exchange: "x9", status: 200, body: "{…" })
      .add("function", "deployment", {
        type: "return",
        execution: "1",
        functionPath: "tasks:add",
        outcome: "failure",
        result: "Not signed in",
        rowsRead: 0,
        rowsWritten: 0,
      });
    expect(sequenceRows(script.hops).map(({ title }) => title)).toEqual([
      "Frame",
      "200",
      "tasks:add → error",
    ]);
  });
});
