/** Keeps a menu in step with Clerk's state. */
import type { Clerk } from "@clerk/shared/types";
import type { Component } from "./clerk-ui-context.ts";
import { element } from "./element.ts";

/**
 * Builds the component anew whenever its view differs; null shows nothing. Clerk tells of every new token as well,
 * and a menu that is open must not close because of it: so views are compared.
 */
export function following<View>(
  clerk: Clerk,
  read: (clerk: Clerk) => View | null,
  build: (view: View) => Component,
): Component {
  const content = element("span", { className: "handoff-user-button" });
  let shown: { readonly key: string; readonly component: Component } | null = null;
  const follow = (): void => {
    const view = read(clerk);
    const key = JSON.stringify(view);
    if (key === shown?.key) return;
    const hadFocus = content.contains(document.activeElement);
    shown?.component.dispose();
    shown = view === null ? null : { key, component: build(view) };
    content.replaceChildren(...(shown === null ? [] : [shown.component.content]));
    if (hadFocus) content.querySelector("button")?.focus();
  };
  follow();
  const unfollow = clerk.addListener(follow);
  return {
    content,
    dispose() {
      unfollow();
      shown?.component.dispose();
    },
  };
}
