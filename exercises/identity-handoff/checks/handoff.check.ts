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
  expect(await anonymous.query("tasks:list"), "what a caller without a token gets").toEqual([]);
});

/** Arguments in which a function might let its caller say who they are. */
const NAMES = ["owner", "ownerId", "userId"];

test("Ada's token gets Ada's rows and only hers", async () => {
  const caller = await as(ada);
  const tasks = (await caller.query("tasks:list")) as Task[];
  const texts = tasks.map((task) => task.text).toSorted();
  expect(texts, "what Ada's token gets").toEqual([`${ada.canary} one`, `${ada.canary} two`]);
  // To refuse the argument is right, to overlook it as well.
  const answers = await Promise.all(
    NAMES.map((name) => caller.query("tasks:list", { [name]: grace.id }).catch(() => [])),
  );
  const stolen = answers.flatMap((answer) => rowsOf(grace.canary, answer));
  expect(stolen, "Grace's rows that Ada gets by naming her in an argument").toEqual([]);
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
  const [asAda, asGrace] = await Promise.all([as(ada), as(grace)]);
  const text = `${ada.canary} three`;
  await expect(anonymous.mutation("tasks:add", { text: `${ada.canary} nobody` })).rejects.toThrow();
  await asAda.mutation("tasks:add", { text });
  expect(rowsOf(ada.canary, await asAda.query("tasks:list")), "Ada's rows after she added one").toContain(
    text,
  );
  expect(rowsOf(ada.canary, await asGrace.query("tasks:list")), "Ada's rows that Grace gets").toEqual([]);

  const foisted = { text: `${grace.canary} for Ada` };
  await Promise.all(
    NAMES.map((name) => asGrace.mutation("tasks:add", { ...foisted, [name]: ada.id }).catch(() => null)),
  );
  const inAdasList = rowsOf(grace.canary, await asAda.query("tasks:list"));
  expect(inAdasList, "tasks in Ada's list that Grace added by naming her in an argument").toEqual([]);
});
