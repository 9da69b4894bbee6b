import { app, people } from "handoff/checks";
import { expect, test } from "vitest";

type Note = { owner: string; text: string };

const ada = people.ada!;
const grace = people.grace!;

test("Ada can sign in", async () => {
  await app.signIn(ada);
});

test("After sign-in Convex knows that it is Ada", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
});

test("Ada's notes reach her app, and only hers", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
  const notes = (await app.result(
    "notes:mine",
    (value: unknown) => Array.isArray(value) && value.length > 0,
    "Ada's notes",
  )) as Note[];
  const texts = notes.map((note) => note.text).toSorted();
  expect(texts, "what Ada's app gets").toEqual([`${ada.canary} one`, `${ada.canary} two`]);
});

test("After sign-out Convex takes the app for nobody", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
  await app.signOut();
  await app.anonymous();
});

test("When Grace signs in next, Convex knows that it is Grace", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
  await app.signOut();
  await app.signIn(grace);
  await app.authenticatedAs(grace);
});
