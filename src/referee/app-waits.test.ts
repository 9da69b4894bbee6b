import { describe, expect, test } from "vitest";
import type { AppAuthentication, AppCall, CheckPerson } from "../wire/referee.ts";
import { awaitAnonymity, awaitAuthentication, awaitCall } from "./app-waits.ts";
import type { Ask } from "./ask.ts";
import { withDeadline } from "./deadline.ts";

const ada: CheckPerson = { key: "ada", id: "user_ada", firstName: "Ada", canary: "ada-1" };

/** Answers one after the other; the last one stays, and nothing is newer than it. */
function answering(...answers: readonly unknown[]): Ask {
  let next = 0;
  return () => {
    const answer = answers[next];
    if (answer === undefined) return new Promise(() => undefined);
    next += 1;
    return Promise.resolve(answer);
  };
}

const authentication = (change: Partial<AppAuthentication>): AppAuthentication => ({
  seen: 1,
  state: "loading",
  subject: null,
  refusals: [],
  ...change,
});
const known = authentication({ state: "authenticated", subject: ada.id });
const nobody = authentication({ state: "not authenticated" });

describe("waiting for the deployment to know the app", () => {
  const wait = (...answers: readonly unknown[]): Promise<void> =>
    withDeadline(20, (state) => awaitAuthentication(answering(...answers), ada, state));

  test("ends when it does", async () => {
    await expect(wait(authentication({}), known)).resolves.toBeUndefined();
  });

  test("fails with whom it takes it for instead", async () => {
    await expect(wait({ ...known, subject: "user_grace" })).rejects.toThrow("it takes it for user_grace");
    await expect(wait(nobody)).rejects.toThrow(
      "Waited 0.02 s: expected the deployment to take the app for Ada; the app has shown it no token.",
    );
  });

  test("fails at once, in Convex's words, when the client has given up", async () => {
    const inConvexWords = /^The deployment refused the app's token: No auth provider found$/;
    const refusal = "No auth provider found";
    await expect(wait(authentication({ refusals: ["Once", refusal] }))).rejects.toThrow(inConvexWords);
    await expect(wait({ ...nobody, refusals: [refusal] })).rejects.toThrow(inConvexWords);
  });

  test("goes on while the client may try a fresh token", async () => {
    await expect(wait(authentication({ refusals: ["Once"] }), known)).resolves.toBeUndefined();
  });
});

test("waiting for nobody ends after sign-out, or fails with whose the app still is", async () => {
  const wait = (...answers: readonly unknown[]): Promise<void> =>
    withDeadline(20, (state) => awaitAnonymity(answering(...answers), state));
  await expect(wait(known, nobody)).resolves.toBeUndefined();
  await expect(wait(known)).rejects.toThrow("take the app for nobody; it takes it for user_ada");
});

test("waiting for a call ends with it, or fails with the call that came instead", async () => {
  const call: AppCall = {
    functionPath: "users:store",
    kind: "mutation",
    caller: null,
    outcome: "failure",
    result: "Not signed in",
  };
  const wait = (...calls: readonly (readonly AppCall[])[]): Promise<AppCall> =>
    withDeadline(20, (state) =>
      awaitCall(
        answering(...calls.map((list) => ({ seen: 1, calls: list }))),
        "users:store",
        ({ outcome }) => outcome === "success",
        "a call that succeeds",
        state,
      ),
    );
  await expect(wait([call], [call, { ...call, outcome: "success" }])).resolves.toMatchObject({
    outcome: "success",
  });
  await expect(wait([])).rejects.toThrow("expected a call that succeeds; the app never called users:store");
  await expect(wait([call])).rejects.toThrow(
    "the last call of users:store ran for nobody and failed: Not signed in",
  );
});
