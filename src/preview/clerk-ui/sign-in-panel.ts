/**
 * The form that stands in the place of Clerk's sign-in and sign-up: small, plain, and usable by keyboard and screen
 * reader.
 *
 *   password ⇄ sign-up ──▶ code of the sign-up
 *      │ ▲                       │
 *      ▼ │                       ▼
 *   code of the sign-in ─────▶ signed in
 */
import type { ClerkUiContext } from "./clerk-ui-context.ts";
import { codeStep } from "./code-step.ts";
import { actionButton, element } from "./element.ts";
import { field, Panel } from "./panel.ts";
import {
  resendSignUpCode,
  sendSignInCode,
  signInWithCode,
  signInWithPassword,
  signUp,
  signUpWithCode,
  type Newcomer,
} from "./sign-in-steps.ts";

/** Builds the form. `done` is called when somebody has signed in or up. */
export function signInPanel(
  { clerk, people, narrate }: ClerkUiContext,
  first: "sign-in" | "sign-up",
  done: () => void,
): HTMLElement {
  const panel = new Panel(narrate);

  function showPassword(emailAddress = ""): void {
    const email = field("Email address", { type: "email", required: "", name: "identifier" });
    const password = field("Password", { type: "password", required: "", name: "password" });
    email.input.value = emailAddress;
    const attempt = (identifier: string, secret: string): void =>
      panel.attempt(async (story) => {
        await signInWithPassword({ clerk, story }, identifier, secret);
        done();
      });
    const buttons = people.map((person) =>
      actionButton(
        `Continue as ${person.firstName} ${person.lastName}`,
        () => attempt(person.emailAddress, person.password),
        "person",
      ),
    );
    const byCode = actionButton("Use a code instead", () => {
      if (!email.input.reportValidity()) return;
      const identifier = email.input.value;
      panel.attempt(async (story) => {
        await sendSignInCode({ clerk, story }, identifier);
        showSignInCode(identifier);
      });
    });
    panel.show({
      title: "Sign in",
      body: [
        element("div", { className: "people" }, ...buttons),
        panel.form([email.labelled, password.labelled], () =>
          attempt(email.input.value, password.input.value),
        ),
        element(
          "div",
          { className: "others" },
          byCode,
          actionButton("Sign up", () => showSignUp()),
        ),
        note("A stand-in for Clerk's sign-in. The people and their passwords are made up."),
      ],
      focus: email.input,
    });
  }

  function showSignInCode(emailAddress: string): void {
    panel.show(
      codeStep(panel, {
        emailAddress,
        submit: (code) =>
          panel.attempt(async (story) => {
            await signInWithCode({ clerk, story }, code);
            done();
          }),
        sendAgain: () => panel.attempt((story) => sendSignInCode({ clerk, story }, emailAddress)),
        back: { label: "Use the password instead", go: () => showPassword(emailAddress) },
      }),
    );
  }

  function showSignUp(given?: Newcomer): void {
    const firstName = field("First name", { name: "firstName" });
    const lastName = field("Last name", { name: "lastName" });
    const email = field("Email address", { type: "email", required: "", name: "emailAddress" });
    const password = field("Password", { type: "password", required: "", name: "password" });
    firstName.input.value = given?.firstName ?? "";
    lastName.input.value = given?.lastName ?? "";
    email.input.value = given?.emailAddress ?? "";
    const submit = (): void => {
      const newcomer = {
        firstName: firstName.input.value,
        lastName: lastName.input.value,
        emailAddress: email.input.value,
        password: password.input.value,
      };
      panel.attempt(async (story) => {
        await signUp({ clerk, story }, newcomer);
        showSignUpCode(newcomer);
      });
    };
    const fields = [firstName, lastName, email, password].map(({ labelled }) => labelled);
    panel.show({
      title: "Sign up",
      body: [
        panel.form(fields, submit),
        element(
          "div",
          { className: "others" },
          actionButton("Sign in instead", () => showPassword()),
        ),
        note("A stand-in for Clerk's sign-up. Make somebody up: nothing leaves this page."),
      ],
      focus: firstName.input,
    });
  }

  function showSignUpCode(newcomer: Newcomer): void {
    panel.show(
      codeStep(panel, {
        emailAddress: newcomer.emailAddress,
        submit: (code) =>
          panel.attempt(async (story) => {
            await signUpWithCode({ clerk, story }, code);
            done();
          }),
        sendAgain: () => panel.attempt((story) => resendSignUpCode({ clerk, story })),
        back: { label: "Change what you gave", go: () => showSignUp(newcomer) },
      }),
    );
  }

  if (first === "sign-in") showPassword();
  else showSignUp();
  return panel.content;
}

function note(text: string): HTMLElement {
  return element("p", { className: "note" }, text);
}
