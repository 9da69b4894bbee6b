/** What is done in the learner's running app, in Clerk's pane and with the clock. */
import { TYPING_MS } from "../../run/keep-focus.ts";
import { setTimeout as pause } from "node:timers/promises";
import { until, untilEqual } from "./breach.ts";
import type { Random } from "./random.ts";
import { PEOPLE, type Deployed, type Person } from "./rows.ts";
import { expectRows, runKnown } from "./runs.ts";
import type { World } from "./world.ts";

/** An app that shows tasks is running; gives its code. */
async function runningApp(world: World): Promise<Deployed> {
  if (world.running !== null) return world.running;
  await runKnown(world, "solution");
  return "solution";
}

/** Whoever is signed in, once the app knows. */
async function whoIsSignedIn({ tab, person }: World): Promise<Person | null> {
  const isIn = await until({
    what: "the app offers to sign in or out",
    read: async () => {
      if (await tab.app.getByRole("button", { name: "Sign out", exact: true }).isVisible()) return true;
      return (await tab.app.getByRole("button", { name: "Sign in", exact: true }).isVisible()) ? false : null;
    },
    isRight: (read) => read !== null,
    withinMs: 15_000,
  });
  return isIn === true ? person : null;
}

async function expectTasks(world: World, deployed: Deployed, person: Person | null): Promise<void> {
  await untilEqual({
    what: `the app shows the tasks of ${person ?? "nobody"}`,
    kind: "loss",
    read: async () => (await world.tab.app.getByRole("listitem").allTextContents()).toSorted(),
    wanted: world.rows.shownTo(person, deployed),
    withinMs: 15_000,
  });
}

export async function signInOrOut(world: World, random: Random): Promise<string> {
  const deployed = await runningApp(world);
  const before = await whoIsSignedIn(world);
  if (before === null) {
    const person = random.pick(PEOPLE);
    await signIn(world, person, random);
    await expectTasks(world, deployed, person);
    return `${person} signed in`;
  }
  await world.tab.app.getByRole("button", { name: "Sign out", exact: true }).click();
  world.person = null;
  await world.tab.expectLamps("signed out", "not authenticated");
  await expectTasks(world, deployed, null);
  return `${before} signed out`;
}

async function signIn(world: World, person: Person, random: Random): Promise<void> {
  const { tab } = world;
  if (random.below(3) === 0) {
    await tab.choose("Clerk");
    await tab.choose("People");
    await tab.button(`Sign in as ${person}`).click();
    await tab.expectLamps("signed in", "authenticated");
    await tab.choose("Preview");
  } else {
    await tab.app.getByRole("button", { name: "Sign in", exact: true }).click();
    await tab.app.getByRole("button", { name: `Continue as ${person}` }).click();
    await tab.expectLamps("signed in", "authenticated");
  }
  world.person = person;
}

export async function addTask(world: World, random: Random): Promise<string> {
  if (world.rows.isFull) return restoreRows(world);
  const deployed = await runningApp(world);
  let person = await whoIsSignedIn(world);
  if (person === null) {
    person = random.pick(PEOPLE);
    await signIn(world, person, random);
  }
  const text = `Task of ${world.token}`;
  await sendTask(world, text);
  // What has reached the deployment must be there from now on.
  world.rows.add(person, text);
  await expectTasks(world, deployed, person);
  await expectRows(world);
  return `${person} added a task`;
}

/** Of 50 ms. */
const SENT_WAITS = 120;

/** Right after a sign-in the real client renews its token, and the form may go and come back empty meanwhile. */
async function sendTask({ tab }: World, text: string): Promise<void> {
  await until({
    what: `“${text}” is sent`,
    read: async () => {
      // Who has typed in the editor just now types on there: of a driver's pointer that goes into the app, the page around
      // it hears nothing where the app has a process of its own.
      await pause(TYPING_MS);
      await tab.app.getByRole("textbox", { name: "New task" }).click();
      await tab.app.getByRole("textbox", { name: "New task" }).fill(text);
      await tab.app.getByRole("button", { name: "Add", exact: true }).click();
      for (let waits = 0; waits < SENT_WAITS && !tab.hasSent("Mutation", text); waits++) await pause(50);
      return tab.hasSent("Mutation", text);
    },
    isRight: (isSent) => isSent,
    withinMs: 30_000,
  });
}

export async function restoreRows(world: World): Promise<string> {
  await world.tab.choose("Preview");
  await world.tab.button("Restore rows").click();
  world.rows.restore();
  world.running = null;
  world.person = null;
  await runKnown(world, "starter");
  await expectRows(world);
  return "the rows are the exercise's own";
}

export async function moveClock(world: World, random: Random): Promise<string> {
  const { tab } = world;
  const pausing = tab.button(/^(?:Pause time|Go on)$/);
  if (!(await pausing.isVisible()))
    await tab.page
      .locator("summary")
      .filter({ hasText: /^Clock/ })
      .click();
  const how = random.pick(["ten seconds", "a minute", "a pause", "a hurry"] as const);
  switch (how) {
    case "ten seconds":
      await tab.button("+10 s").click();
      break;
    case "a minute":
      await tab.button("+60 s").click();
      break;
    case "a pause":
      await tab.button("Pause time").click();
      await tab.button("+10 s").click();
      await tab.button("Go on").click();
      break;
    case "a hurry":
      await tab.page.getByRole("combobox", { name: "Speed" }).selectOption("20");
      await pause(random.below(1500));
      await tab.page.getByRole("combobox", { name: "Speed" }).selectOption("1");
      break;
    default:
      how satisfies never;
  }
  // Tokens are renewed without anybody's doing.
  if (world.running !== null && (await whoIsSignedIn(world)) !== null)
    await tab.expectLamps("signed in", "authenticated");
  return how;
}
