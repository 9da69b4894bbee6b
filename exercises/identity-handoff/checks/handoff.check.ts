import { app, anonymous, as, asForger, people } from "handoff/checks";
import { expect, test } from "vitest";

type Task = { owner: string; text: string };

const ada = people.ada!;
const grace = people.grace!;

/** Texts that carry a person's canary word: rows of that person, whoever reads them. */
function rowsOf(canary: string, value: unknown): string[] {
  return Array.isArray(value)
    ? (value as Task[]).map((task) => task.text).filter((text) => text.startsWith(canary))
    : [];
}

test("An anonymous request gets nothing", async () => {
  expect(await anonymous.query("tasks:list")).toEqual([]);
});

test("Ada's token gets Ada's rows and only hers", async () => {
  const tasks = (await (await as(ada)).query("tasks:list")) as Task[];
  expect(tasks.map((task) => task.text).toSorted()).toEqual([`${ada.canary} one`, `${ada.canary} two`]);
});

test("A token signed by another key is refused", async () => {
  const forger = await asForger(ada);
  await expect(forger.query("tasks:list")).rejects.toThrow(
    "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
  );
});

test("Signing out takes the data away", async () => {
  await app.signIn(ada);
  await app.result(
    "tasks:list",
    (value: unknown) => rowsOf(ada.canary, value).length === 2 && rowsOf(grace.canary, value).length === 0,
    "Ada's two rows and no other while she is signed in",
  );
  await app.signOut();
  await app.result(
    "tasks:list",
    (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0),
    "no rows after sign-out",
  );
});

test("A new task belongs to the one who added it", async () => {
  const text = `${ada.canary} three`;
  await expect(anonymous.mutation("tasks:add", { text: `${ada.canary} nobody` })).rejects.toThrow();
  await (await as(ada)).mutation("tasks:add", { text });
  expect(rowsOf(ada.canary, await (await as(ada)).query("tasks:list"))).toContain(text);
  expect(rowsOf(ada.canary, await (await as(grace)).query("tasks:list"))).toEqual([]);
});
