/** `<SignIn>` and `<SignUp>` in the page: Clerk's own leave it after a sign-in, this one says who is signed in. */
import type { ClerkUiContext, Component } from "./clerk-ui-context.ts";
import { element } from "./element.ts";
import { signInPanel } from "./sign-in-panel.ts";
import { userMenu } from "./user-menu.ts";

export function mountedSignIn(context: ClerkUiContext, first: "sign-in" | "sign-up"): Component {
  const { clerk, isSingleSession } = context;
  const content = element("div", { className: "handoff-clerk" });
  let shown: string | null = null;
  const follow = (): void => {
    // Where several may be signed in, the form has a use for the next one.
    const person = isSingleSession() ? userMenu(clerk, true) : null;
    const next = person === null ? "form" : `${person.name} is signed in.`;
    if (next === shown) return;
    shown = next;
    const part = person === null ? signInPanel(context, first, () => undefined) : element("p", {}, next);
    content.replaceChildren(part);
  };
  follow();
  return { content, dispose: clerk.addListener(follow) };
}
