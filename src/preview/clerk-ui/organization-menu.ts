/** What the organization switcher shows of Clerk's state, apart from how it looks. */

/** The part of clerk-js's `Clerk` that is read. */
export type OrganizationState = {
  readonly user?: { readonly organizationMemberships: readonly Membership[] } | null | undefined;
  readonly organization?: { readonly id: string; readonly name: string } | null | undefined;
};

type Membership = {
  readonly role: string;
  readonly organization: { readonly id: string; readonly name: string };
};

export type OrganizationMenu = {
  /** Of the active one. */
  readonly name: string;
  /** `id` is null for the personal account. */
  readonly choices: readonly {
    readonly id: string | null;
    readonly label: string;
    readonly isChosen: boolean;
  }[];
};

const PERSONAL = "Personal account";

/** Null when nobody is signed in. */
export function organizationMenu({ user, organization }: OrganizationState): OrganizationMenu | null {
  if (!user) return null;
  const active = organization?.id ?? null;
  return {
    name: organization?.name ?? PERSONAL,
    choices: [
      { id: null, label: PERSONAL, isChosen: active === null },
      ...user.organizationMemberships.map(({ role, organization: { id, name } }) => ({
        id,
        label: `${name} (${role.replace(/^org:/, "")})`,
        isChosen: id === active,
      })),
    ],
  };
}
