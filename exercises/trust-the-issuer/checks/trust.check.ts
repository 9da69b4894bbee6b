import { anonymous, app, as, asBearer, asForger, people, tokenOf } from "handoff/checks";
import { expect, test } from "vitest";

type Note = { owner: string; text: string };
type Caller = typeof anonymous;

const ada = people.ada!;

test("The deployment accepts Ada's token and gives her notes", async () => {
  const notes = (await (await as(ada)).query("notes:mine")) as Note[];
  const texts = notes.map((note) => note.text).toSorted();
  expect(texts, "what Ada's token gets").toEqual([`${ada.canary} one`, `${ada.canary} two`]);
});

test("After sign-in Convex knows that it is Ada", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
});

test("A caller without a token gets no notes", async () => {
  expect(await anonymous.query("notes:mine"), "what a caller without a token gets").toEqual([]);
});

/** What the deployment says to a caller: "accepted", or why not. */
async function answerTo(caller: Caller): Promise<string> {
  return caller.query("notes:mine").then(
    () => "accepted",
    (error: unknown) => String(error),
  );
}

test("A token signed by another key is refused for its signature", async () => {
  // Any other refusal comes before the signature is looked at. A customJwt provider says it in the second way.
  expect(await answerTo(await asForger(ada)), "the answer to a token signed by another key").toMatch(
    /token signature is valid|does this key match/,
  );
});

test("A token that was not made for Convex is refused", async () => {
  for (const [fault, what] of [
    ["no-audience", "a token without an audience"],
    ["wrong-audience", "a token for another audience"],
  ] as const)
    expect(await answerTo(asBearer(await tokenOf(ada, fault))), `the answer to ${what}`).not.toBe("accepted");
});
