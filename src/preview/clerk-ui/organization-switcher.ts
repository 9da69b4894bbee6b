/** Stands for `<OrganizationSwitcher>`: for which organization the person acts. */
import type { ClerkUiContext, Component } from "./clerk-ui-context.ts";
import { following } from "./following.ts";
import { menuButton, type MenuItem } from "./menu.ts";
import { organizationMenu } from "./organization-menu.ts";

export function organizationSwitcher({ clerk, narrate }: ClerkUiContext): Component {
  const use = (organization: string | null, label: string): void => {
    narrate()
      .ask(
        { purpose: `use ${label} in this session`, request: "POST /v1/client/sessions/…/touch" },
        () => clerk.setActive({ organization }),
        () => (organization === null ? "no organization is active" : "it is active"),
      )
      // Told by the narration.
      .catch(() => undefined);
  };
  return following(clerk, organizationMenu, ({ name, choices }) => {
    const items = choices.map(({ id, label, isChosen }): MenuItem => ({
      label,
      isChosen,
      act: () => use(id, label),
    }));
    return menuButton({ label: name, name: "Organizations", head: [], items });
  });
}
