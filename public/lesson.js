// @ts-check
/**
 * The lesson page as a host of the exercise: it keeps the progress of whoever is signed in here, and gives it back to
 * the exercise. A course site would do the same with its own accounts and its own server.
 */

/** @typedef {import("../src/wire/embed.ts").Progress} Progress */

const exercise = /** @type {import("../src/embed/embed.ts").HandoffExercise} */ (find("exercise"));
const account = find("account");
const openSignIn = find("open-sign-in");
const signOut = find("sign-out");
const form = /** @type {HTMLFormElement} */ (find("sign-in"));
const nameField = /** @type {HTMLInputElement} */ (find("name"));
const said = find("progress");

/** @type {string | null} */
let person = read("lesson:person");

/** @param {string} id */
function find(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no #${id}.`);
  return element;
}

/** Storage may be denied; the page works without it. @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} value @returns {boolean} whether it is kept */
function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
const progressKey = (name) => `lesson:progress:${name}`;

function show() {
  const isSignedIn = person !== null;
  account.textContent = isSignedIn ? `Signed in as ${person}.` : "You are not signed in.";
  openSignIn.hidden = isSignedIn;
  signOut.hidden = !isSignedIn;
  if (!isSignedIn) said.textContent = "Sign in to save your progress across devices.";
}

/** @param {Progress} progress */
function describe(progress) {
  const checks = progress.passedChecks.length;
  if (progress.passed) return "Done: every check has passed.";
  return checks === 0 ? "Started." : `${checks} ${checks === 1 ? "check has" : "checks have"} passed.`;
}

/** @param {Progress} progress */
function keep(progress) {
  if (person === null) return;
  const isKept = write(progressKey(person), JSON.stringify(progress));
  said.textContent = isKept
    ? `${describe(progress)} Saved for ${person}.`
    : `${describe(progress)} It cannot be saved: this browser does not let the page store anything.`;
}

async function restore() {
  if (person === null) return;
  const text = read(progressKey(person));
  if (text === null) {
    keep(await exercise.getProgress());
    return;
  }
  try {
    // The exercise parses what it is given and refuses what it does not know.
    const progress = /** @type {Progress} */ (JSON.parse(text));
    await exercise.setProgress(progress);
    said.textContent = `${describe(progress)} Welcome back, ${person}.`;
  } catch {
    said.textContent = "What was saved belongs to an earlier version of this exercise, so you start afresh.";
  }
}

exercise.addEventListener("progress", (event) => keep(/** @type {CustomEvent<Progress>} */ (event).detail));

openSignIn.addEventListener("click", () => {
  form.hidden = !form.hidden;
  openSignIn.setAttribute("aria-expanded", String(!form.hidden));
  if (!form.hidden) nameField.focus();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  person = nameField.value.trim() || null;
  form.hidden = true;
  openSignIn.setAttribute("aria-expanded", "false");
  write("lesson:person", person);
  show();
  signOut.focus();
  void restore();
});

signOut.addEventListener("click", () => {
  person = null;
  write("lesson:person", null);
  show();
  openSignIn.focus();
});

show();
// Not before the reader comes near it: asking an exercise for something loads it.
if (person !== null) void exercise.ready.then(restore);
