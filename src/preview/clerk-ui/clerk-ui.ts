/**
 * The constructor that clerk-js asks for its components (`ClerkUIConstructor` of `@clerk/shared`). Without one a
 * `<UserButton>` throws and React takes the app off the screen, so every component is answered, if only by a sentence.
 */
import type { Clerk, EnvironmentResource } from "@clerk/shared/types";
import type { ClerkUIConstructor, ComponentControls } from "@clerk/shared/ui";
import type { Person } from "../../wire/issuer.ts";
import type { ClerkUiContext, Component } from "./clerk-ui-context.ts";
import { element, uniqueId } from "./element.ts";
import { Modals } from "./modals.ts";
import { mountedSignIn } from "./mounted-sign-in.ts";
import { Story } from "./narration.ts";
import { organizationSwitcher } from "./organization-switcher.ts";
import { signInPanel } from "./sign-in-panel.ts";
import { userButton } from "./user-button.ts";

export function clerkUiFor(people: readonly Person[]): ClerkUIConstructor {
  return class SandboxClerkUi {
    static readonly version = "handoff";
    readonly version = "handoff";
    readonly #getClerk: () => Clerk;
    readonly #getEnvironment: () => EnvironmentResource | null | undefined;
    #controls: ComponentControls | null = null;

    constructor(getClerk: () => Clerk, getEnvironment: () => EnvironmentResource | null | undefined) {
      this.#getClerk = getClerk;
      this.#getEnvironment = getEnvironment;
    }

    ensureMounted(): Promise<ComponentControls> {
      this.#controls ??= componentControls(this.#getClerk(), people, this.#getEnvironment);
      return Promise.resolve(this.#controls);
    }
  };
}

function componentControls(
  clerk: Clerk,
  people: readonly Person[],
  getEnvironment: () => EnvironmentResource | null | undefined,
): ComponentControls {
  const line = element("p", { role: "status", className: "handoff-clerk-said" });
  document.body.append(line);
  const context: ClerkUiContext = {
    clerk,
    people,
    isSingleSession: () => getEnvironment()?.authConfig.singleSessionMode ?? true,
    narrate: () => new Story((text) => (line.textContent = text)),
  };
  const mounted = new Map<HTMLElement, Component>();
  const modals = new Modals(line, (modal, done) => modalContent(context, modal, done));
  const unmount = (node: HTMLElement): void => {
    mounted.get(node)?.dispose();
    mounted.delete(node);
    node.replaceChildren();
  };

  return {
    mountComponent({ name, node }) {
      unmount(node);
      const component = componentNamed(context, name);
      mounted.set(node, component);
      node.append(component.content);
    },
    unmountComponent: ({ node }) => unmount(node),
    // Redirects, looks and pages of one's own: none of them is there to be changed.
    updateProps: () => undefined,
    openModal: (modal) => modals.open(modal),
    closeModal: (modal) => modals.close(modal),
    openDrawer: (drawer) => modals.open(drawer),
    closeDrawer: (drawer) => modals.close(drawer),
    prefetch: () => undefined,
    mountImpersonationFab: () => undefined,
  };
}

function componentNamed(context: ClerkUiContext, name: string): Component {
  switch (name) {
    case "SignIn":
      return mountedSignIn(context, "sign-in");
    case "SignUp":
      return mountedSignIn(context, "sign-up");
    case "UserButton":
      return userButton(context);
    case "OrganizationSwitcher":
      return organizationSwitcher(context);
    default:
      return { content: absence(name), dispose: () => undefined };
  }
}

function modalContent(context: ClerkUiContext, modal: string, done: () => void): HTMLElement {
  switch (modal) {
    case "signIn":
      return signInPanel(context, "sign-in", done);
    case "signUp":
      return signInPanel(context, "sign-up", done);
    case "enableOrganizationsPrompt":
      return notice("Organizations are off", "This Clerk instance has no organizations switched on.");
    default:
      return absence(modal);
  }
}

/** Said in the place of a component that has no stand-in. */
function absence(name: string): HTMLElement {
  return notice(
    "Not in this sandbox",
    `Clerk would show its ${name} component here. This sandbox has sign-in, sign-up, the user button and the organization switcher.`,
  );
}

function notice(title: string, text: string): HTMLElement {
  const id = uniqueId();
  return element("section", { "aria-labelledby": id }, element("h2", { id }, title), element("p", {}, text));
}
