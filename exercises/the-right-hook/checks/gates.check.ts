import { anonymous, app, as, clerk, people } from "handoff/checks";
import { beforeAll, expect, test } from "vitest";

const ada = people.ada!;
const grace = people.grace!;

// Until the app has asked what it asks before anybody is signed in.
beforeAll(() => app.settled());

/** Signs someone in and waits until the app has stored them. */
async function comesIn(person: typeof ada): Promise<void> {
  await app.signIn(person);
  await app.call(
    "users:storeUser",
    ({ caller, outcome }) => caller === person.id && outcome === "success",
    `a call of users:storeUser that runs for ${person.firstName} and succeeds`,
  );
}

/** For whom the deployment ran a function, call by call: user ids, or "nobody". */
async function callersOf(functionPath: string): Promise<string[]> {
  return (await app.calls(functionPath)).map(({ caller }) => caller ?? "nobody");
}

/** How often the deployment ran one of the app's two functions for nobody. */
async function callsForNobody(): Promise<number> {
  const callers = [...(await callersOf("users:storeUser")), ...(await callersOf("users:me"))];
  return callers.filter((caller) => caller === "nobody").length;
}

test("After sign-in Ada's profile is stored", async () => {
  await comesIn(ada);
  expect(await (await as(ada)).query("users:me")).toMatchObject({ subject: ada.id });
});

test("storeUser is never called for nobody", async () => {
  await expect(anonymous.mutation("users:storeUser")).rejects.toThrow(
    "Called storeUser without authentication present",
  );
  await app.signIn(ada);
  await app.authenticatedAs(ada);
  expect(await callersOf("users:storeUser"), "for whom storeUser was called").not.toContain("nobody");
});

test("The first to ask for the profile is somebody", async () => {
  await app.signIn(ada);
  await app.call("users:me", ({ caller }) => caller === ada.id, "a call of users:me that runs for Ada");
  const [first] = await callersOf("users:me");
  expect(first, "who asked for the profile first").not.toBe("nobody");
});

test("The next person to sign in is stored as well", async () => {
  await app.signIn(ada);
  await app.authenticatedAs(ada);
  await app.signOut();
  await comesIn(grace);
});

test("Signed in at Clerk alone, the app calls nothing", async () => {
  await app.signOut();
  await app.anonymous();
  const before = await callsForNobody();
  // Clerk lets Ada in and has no token for Convex: what many meet before they have set the template up.
  await clerk.deleteConvexTemplate();
  await app.signIn(ada);
  await app.settled();
  await clerk.createConvexTemplate();
  expect((await callsForNobody()) - before, "calls for nobody while only Clerk knew Ada").toBe(0);
});
