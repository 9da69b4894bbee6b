import { expect, test } from "vitest";
import { ACCEPTED, adaSignsIn, HopScript, JWT, REFUSED } from "../handoff/testing/hops.ts";
import { appAuthentication } from "./app-authentication.ts";
import { appCalls } from "./app-calls.ts";

const ADA = "user_2handoffAdaLovelace0001";
const authenticate = { type: "Authenticate", tokenType: "User", baseVersion: 0, value: JWT };
const takeBack = { type: "Authenticate", tokenType: "None", baseVersion: 1 };

test("an app without a connection is loading, and nobody's", () => {
  expect(appAuthentication([], 0)).toEqual({ state: "loading", subject: null, refusals: [] });
});

test("an accepted token counts when a transition has confirmed it", () => {
  const script = new HopScript().open().transition(0);
  expect(appAuthentication(script.hops, 0)).toMatchObject({ state: "not authenticated", subject: null });
  script.send(authenticate, [{ jwt: JWT, verification: ACCEPTED }]);
  expect(appAuthentication(script.hops, 0)).toMatchObject({ state: "loading", subject: ADA });
  script.transition(1);
  expect(appAuthentication(script.hops, 0)).toMatchObject({ state: "authenticated", subject: ADA });
  script.send(takeBack);
  expect(appAuthentication(script.hops, 0)).toMatchObject({ state: "loading", subject: null });
  script.transition(2);
  expect(appAuthentication(script.hops, 0)).toMatchObject({ state: "not authenticated", subject: null });
});

test("a refused token leaves nobody and Convex's words, those before the sign-in left out", () => {
  const script = new HopScript()
    .open()
    .send(authenticate, [{ jwt: JWT, verification: REFUSED }])
    .receive({ type: "AuthError", error: "No auth provider found", baseVersion: 0 })
    .close()
    .open("s2")
    .receive({ type: "Transition", endVersion: { identity: 0 } }, "s2");
  const answer = { state: "not authenticated", subject: null, refusals: ["No auth provider found"] };
  expect(appAuthentication(script.hops, 0)).toEqual(answer);
  expect(appAuthentication(script.hops, script.hops.length)).toEqual({ ...answer, refusals: [] });
});

test("a row that holds the word is no refusal", () => {
  const row = { type: "QueryUpdated", queryId: 0, value: [{ text: '"AuthError" and "Authenticate"' }] };
  const script = new HopScript().open().transition(0, [row]);
  expect(appAuthentication(script.hops, 0).refusals).toEqual([]);
});

test("calls of a function come with who it ran for and how it ended", () => {
  const { hops } = adaSignsIn();
  expect(appCalls(hops, "tasks:list")).toEqual([
    {
      functionPath: "tasks:list",
      kind: "query",
      caller: ADA,
      outcome: "success",
      result: expect.stringContaining("Write note G"),
    },
  ]);
  const withoutReturn = hops.filter(({ content }) => content.type !== "return");
  expect(appCalls(withoutReturn, "tasks:list")).toMatchObject([{ outcome: "running", result: null }]);
  expect(appCalls(hops, "tasks:add")).toEqual([]);
});
