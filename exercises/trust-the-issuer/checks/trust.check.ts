import { anonymous, app, as, asBearer, asForger, people, tokenOf } from "handoff/checks";
import { expect, test } from "vitest";

type Note = { owner: string; text: string };

const ada = people.ada!;

test("The deployment accepts Ada's token and gives her notes", async () => {
  const notes = (await (await as(ada)).query("notes:mine")) as Note[];
  expect(notes.map((note) => note.text).toSorted()).toEqual([`${ada.canary} one`, `${ada.canary} two`]);
});

test("After sign-in Convex knows that it is Ada", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
});

test("A caller without a token gets no notes", async () => {
  expect(await anonymous.query("notes:mine")).toEqual([]);
});

test("A token signed by another key is refused for its signature", async () => {
  const forger = await asForger(ada);
  // Any other refusal comes before the signature is looked at. A customJwt provider says it in the second way.
  await expect(forger.query("notes:mine")).rejects.toThrow(/token signature is valid|does this key match/);
});

test("A token that was not made for Convex is refused", async () => {
  await expect(asBearer(await tokenOf(ada, "no-audience")).query("notes:mine")).rejects.toThrow();
  await expect(asBearer(await tokenOf(ada, "wrong-audience")).query("notes:mine")).rejects.toThrow();
});
