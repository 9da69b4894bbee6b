/** Stands for `<UserButton>`: who is signed in, who else is, and the way out. */
import type { ClerkUiContext, Component } from "./clerk-ui-context.ts";
import { following } from "./following.ts";
import { menuButton, type MenuItem } from "./menu.ts";
import type { Story } from "./narration.ts";
import { setSession } from "./sign-in-steps.ts";
import { userMenu } from "./user-menu.ts";

export function userButton({ clerk, isSingleSession, narrate }: ClerkUiContext): Component {
  /** What goes wrong is told by the narration. */
  const tell = (work: (story: Story) => Promise<void>) => (): void => {
    work(narrate()).catch(() => undefined);
  };

  const signOutOne = tell(async (story) => {
    const sessionId = clerk.session?.id;
    await story.ask(
      { purpose: "end this session", request: "POST /v1/client/sessions/…/remove" },
      () => clerk.signOut(sessionId === undefined ? {} : { sessionId }),
      () => "it is removed",
    );
    // Clerk's own button goes to a page that asks which of the others to use.
    const next = clerk.client?.signedInSessions.find(({ id }) => id !== sessionId);
    if (!clerk.session && next !== undefined) await setSession({ clerk, story }, next.id);
  });
  const signOutAll = tell((story) =>
    story.ask(
      { purpose: "end every session of this browser", request: "DELETE /v1/client/sessions" },
      () => clerk.signOut(),
      () => "nobody is signed in",
    ),
  );

  return following(
    clerk,
    (state) => userMenu(state, isSingleSession()),
    ({ name, emailAddress, others, canAdd }) => {
      const switches = others.map((other): MenuItem => ({
        label: `Switch to ${other.name}`,
        act: tell((story) => setSession({ clerk, story }, other.session)),
      }));
      const items: readonly MenuItem[] = [
        ...switches,
        ...(canAdd ? [{ label: "Add account", act: () => clerk.openSignIn() }] : []),
        // The last session ends with all of them: that is one request, and Clerk's own button makes it.
        { label: "Sign out", act: others.length === 0 ? signOutAll : signOutOne },
        ...(others.length === 0 ? [] : [{ label: "Sign out of all accounts", act: signOutAll }]),
      ];
      return menuButton({ label: name, name: "Account", head: [name, emailAddress], items });
    },
  );
}
