/** The sign-in form that stands in the place of Clerk's: small, plain, and usable by keyboard and screen reader. */
import type { Clerk } from "@clerk/shared/types";
import type { Person } from "../../wire/issuer.ts";
import { signIn } from "../clerk.ts";
import { element } from "./element.ts";

let formsMade = 0;

/** Builds the form. `done` is called after a successful sign-in. */
export function signInForm(clerk: Clerk, people: readonly Person[], done: () => void): HTMLElement {
  const id = `handoff-sign-in-${++formsMade}`;
  const problem = element("p", { className: "problem", role: "alert" });
  const email = element("input", { type: "email", autocomplete: "off", required: "", name: "identifier" });
  const password = element("input", {
    type: "password",
    autocomplete: "off",
    required: "",
    name: "password",
  });
  const submit = element("button", { type: "submit", className: "primary" }, "Continue");
  const form = element(
    "form",
    {},
    labelled("Email address", email),
    labelled("Password", password),
    problem,
    submit,
  );
  const buttons = people.map((person) => {
    const button = element(
      "button",
      { type: "button" },
      `Continue as ${person.firstName} ${person.lastName}`,
    );
    button.addEventListener("click", () => void attempt(person.emailAddress, person.password));
    return button;
  });

  async function attempt(emailAddress: string, secret: string): Promise<void> {
    problem.textContent = "";
    const controls = [...buttons, submit];
    for (const control of controls) control.disabled = true;
    try {
      await signIn(clerk, emailAddress, secret);
      done();
    } catch (error) {
      problem.textContent = messageOf(error);
    } finally {
      for (const control of controls) control.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(email.value, password.value);
  });

  return element(
    "section",
    { "aria-labelledby": id },
    element("h2", { id }, "Sign in"),
    element("div", { className: "people" }, ...buttons),
    form,
    element(
      "p",
      { className: "note" },
      "A stand-in for Clerk's sign-in. The people and their passwords are made up.",
    ),
  );
}

function labelled(text: string, input: HTMLInputElement): HTMLElement {
  return element("label", {}, text, input);
}

/** Clerk's API errors carry the sentence for people in their first error. */
function messageOf(error: unknown): string {
  const errors = (error as { errors?: { longMessage?: string; message?: string }[] }).errors;
  const first = errors?.[0];
  return first?.longMessage ?? first?.message ?? (error instanceof Error ? error.message : "Sign-in failed.");
}
