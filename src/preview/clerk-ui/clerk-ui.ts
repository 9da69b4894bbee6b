/**
 * The constructor that clerk-js asks for its components (`ClerkUIConstructor` of `@clerk/shared`). Without one a
 * `<UserButton>` throws and React takes the app off the screen, so every component is answered, if only by a sentence.
 */
import type { Clerk } from "@clerk/shared/types";
import type { ClerkUIConstructor, ComponentControls } from "@clerk/shared/ui";
import type { Person } from "../../wire/issuer.ts";
import { element } from "./element.ts";
import { signInForm } from "./sign-in-form.ts";
import { userButton } from "./user-button.ts";

export function clerkUiFor(people: readonly Person[]): ClerkUIConstructor {
  return class SandboxClerkUi {
    static readonly version = "handoff";
    readonly version = "handoff";
    readonly #getClerk: () => Clerk;

    constructor(getClerk: () => Clerk) {
      this.#getClerk = getClerk;
    }

    ensureMounted(): Promise<ComponentControls> {
      return Promise.resolve(componentControls(this.#getClerk(), people));
    }
  };
}

function componentControls(clerk: Clerk, people: readonly Person[]): ComponentControls {
  const modals = new Map<string, HTMLDialogElement>();

  function close(modal: string): void {
    modals.get(modal)?.close();
  }

  function open(modal: string): void {
    if (modals.has(modal)) return;
    const dismiss = element("button", { type: "button", "aria-label": "Close" }, "Close");
    const dialog = element(
      "dialog",
      { className: "handoff-clerk" },
      contentOf(modal, () => dialog.close()),
      dismiss,
    );
    dismiss.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      modals.delete(modal);
      dialog.remove();
    });
    modals.set(modal, dialog);
    document.body.append(dialog);
    dialog.showModal();
  }

  function contentOf(name: string, done: () => void): HTMLElement {
    switch (name) {
      case "signIn":
      case "SignIn":
        return signInForm(clerk, people, done);
      case "UserButton":
        return userButton(clerk);
      default:
        return element(
          "p",
          {},
          `Clerk would show its ${name} component here; this sandbox has only sign-in.`,
        );
    }
  }

  return {
    mountComponent: ({ name, node }) => {
      const content = contentOf(name, () => undefined);
      if (name === "SignIn") content.classList.add("handoff-clerk");
      node.replaceChildren(content);
    },
    unmountComponent: ({ node }) => node.replaceChildren(),
    updateProps: () => undefined,
    openModal: open,
    closeModal: close,
    openDrawer: open,
    closeDrawer: close,
    prefetch: () => undefined,
    mountImpersonationFab: () => undefined,
  };
}
