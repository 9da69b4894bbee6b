/**
 * The script of the example lesson (`public/lesson.html`), a host of the exercise: it keeps the progress of whoever is
 * signed in here and gives it back to the exercise. A course site would do the same with its own accounts and server.
 */
import type { Progress } from "../wire/embed.ts";
import type { HandoffExercise } from "./embed.ts";

const exercise = find<HandoffExercise>("exercise");
const account = find("account");
const openSignIn = find<HTMLButtonElement>("open-sign-in");
const signOut = find("sign-out");
const form = find<HTMLFormElement>("sign-in");
const nameField = find<HTMLInputElement>("name");
const said = find("progress");

const PERSON = "lesson:person";
const progressKey = (name: string): string => `lesson:progress:${name}`;

let person = read(PERSON);
/** Whose progress is in the exercise; null for nobody's, or before it was put there. */
let owner: string | null = null;
/** One change of persons after the other. */
let changing: Promise<void> = Promise.resolve();

function find<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element as Kind;
}

/** Storage may be denied; the page works without it. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Whether it is kept. */
function write(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function show(): void {
  const isSignedIn = person !== null;
  account.textContent = isSignedIn ? `Signed in as ${person}.` : "You are not signed in.";
  openSignIn.hidden = isSignedIn;
  signOut.hidden = !isSignedIn;
  if (!isSignedIn) said.textContent = "Sign in to save your progress across devices.";
}

function describe({ passed, passedChecks }: Progress): string {
  if (passed) return "Done: every check has passed.";
  const count = passedChecks.length;
  return count === 0 ? "Started." : `${count} ${count === 1 ? "check has" : "checks have"} passed.`;
}

function keep(progress: Progress): void {
  if (person === null || person !== owner) return;
  const isKept = write(progressKey(person), JSON.stringify(progress));
  said.textContent = isKept
    ? `${describe(progress)} Saved for ${person}.`
    : `${describe(progress)} It cannot be saved: this browser does not let the page store anything.`;
}

/** What was saved for them last; null for nothing that can be read. */
function saved(name: string): Progress | null {
  const text = read(progressKey(name));
  if (text === null) return null;
  try {
    // The exercise parses what it is given and refuses what it does not know.
    return JSON.parse(text) as Progress;
  } catch {
    return null;
  }
}

/**
 * Puts back what was saved for `name`. `isReload`: the code in the exercise is theirs, and at least as new as what was
 * saved, because the browser keeps each keystroke and this page learns of them a second later.
 */
async function welcome(name: string, isReload: boolean): Promise<void> {
  const present = await exercise.getProgress();
  if (person !== name) return;
  owner = name;
  const before = saved(name);
  if (before === null) {
    keep(present);
    return;
  }
  const hasCode = Object.keys(present.files).length > 0;
  const progress = isReload && hasCode ? { ...before, files: present.files } : before;
  try {
    await exercise.setProgress(progress);
    const undo = hasCode && !isReload ? " Undo in the editor brings back what you had typed before." : "";
    said.textContent = `${describe(progress)} Welcome back, ${name}.${undo}`;
  } catch {
    said.textContent = "What was saved belongs to an earlier version of this exercise, so you start afresh.";
  }
}

/** Whoever comes next finds neither the code of who was here, nor the checks that it passed. */
async function clearAfter(name: string): Promise<void> {
  const progress = await exercise.getProgress();
  if (owner === name) write(progressKey(name), JSON.stringify(progress));
  owner = null;
  await exercise.setProgress({ ...progress, files: {}, passedChecks: [], passed: false });
}

/** An exercise that cannot be opened holds nothing of anybody's, and says so itself. */
function inTurn(change: () => Promise<void>): void {
  changing = changing.then(change).catch(() => {});
}

function unfold(isOpen: boolean): void {
  form.hidden = !isOpen;
  openSignIn.setAttribute("aria-expanded", String(isOpen));
}

exercise.addEventListener("progress", (event) => keep(event.detail));

openSignIn.addEventListener("click", () => {
  unfold(form.hidden !== false);
  if (!form.hidden) nameField.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = nameField.value.trim();
  if (name === "") return;
  person = name;
  write(PERSON, person);
  unfold(false);
  show();
  signOut.focus();
  inTurn(() => welcome(name, false));
});

signOut.addEventListener("click", () => {
  const name = person;
  if (name !== null) inTurn(() => clearAfter(name));
  person = null;
  write(PERSON, null);
  show();
  openSignIn.focus();
});

openSignIn.disabled = false;
show();
// Not before the reader comes near it: asking an exercise for something loads it.
if (person !== null) {
  const name = person;
  exercise.ready.then(
    () => inTurn(() => welcome(name, true)),
    () => {},
  );
}
