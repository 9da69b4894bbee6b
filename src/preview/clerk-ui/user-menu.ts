/** What the user button shows of Clerk's state, apart from how it looks. */

/** The part of clerk-js's `Clerk` that is read. */
export type SignedInState = {
  readonly user?: NamedUser | null | undefined;
  readonly session?: { readonly id: string } | null | undefined;
  readonly client?:
    | { readonly signedInSessions: readonly { readonly id: string; readonly user: NamedUser | null }[] }
    | undefined;
};

type NamedUser = {
  readonly fullName: string | null;
  readonly primaryEmailAddress: { readonly emailAddress: string } | null;
};

export type UserMenu = {
  readonly name: string;
  /** Empty for somebody without one. */
  readonly emailAddress: string;
  /** Whoever else is signed in in this browser. */
  readonly others: readonly { readonly session: string; readonly name: string }[];
  readonly canAdd: boolean;
};

/** Null when nobody is signed in. */
export function userMenu(
  { user, session, client }: SignedInState,
  isSingleSession: boolean,
): UserMenu | null {
  if (!user) return null;
  const others = (client?.signedInSessions ?? []).filter(({ id }) => id !== session?.id);
  return {
    name: nameOf(user),
    emailAddress: user.primaryEmailAddress?.emailAddress ?? "",
    others: others.map((other) => ({ session: other.id, name: nameOf(other.user) })),
    canAdd: !isSingleSession,
  };
}

function nameOf(user: NamedUser | null): string {
  return (user?.fullName ?? "").trim() || user?.primaryEmailAddress?.emailAddress || "Somebody";
}
