/** Organizations: groups of people, each member with a role. Instants are milliseconds since the epoch. */
import { encodeBase64Url } from "../base/base64.ts";
import type { RandomBytes } from "../base/random.ts";
import type { Role } from "../wire/issuer.ts";
import type { Session } from "./client-state.ts";
import { createIdentifier } from "./identifiers.ts";
import type { Account } from "./people.ts";

export type Membership = {
  readonly id: string;
  readonly account: Account;
  role: Role;
  readonly createdAt: number;
  updatedAt: number;
};

export type Organization = {
  readonly id: string;
  name: string;
  slug: string;
  readonly imageUrl: string;
  readonly createdAt: number;
  updatedAt: number;
  members: readonly Membership[];
};

/** A membership with its organization. */
export type Belonging = { readonly organization: Organization; readonly membership: Membership };

export type RoleDescription = { readonly name: string; readonly permissions: readonly string[] };

/** The roles that every instance begins with. System permissions do not go into tokens. */
export const ROLES: Readonly<Record<Role, RoleDescription>> = {
  "org:admin": {
    name: "Admin",
    permissions: [
      "org:sys_domains:manage",
      "org:sys_domains:read",
      "org:sys_memberships:manage",
      "org:sys_memberships:read",
      "org:sys_profile:delete",
      "org:sys_profile:manage",
    ],
  },
  "org:member": { name: "Member", permissions: ["org:sys_memberships:read"] },
};

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLES, text);
}

export function createOrganization(
  { name, slug, instanceId }: { readonly name: string; readonly slug: string; readonly instanceId: string },
  random: RandomBytes,
  now: number,
): Organization {
  const id = createIdentifier("org", random);
  const recipe = JSON.stringify({ type: "default", iid: instanceId, rid: id, initials: name.slice(0, 1) });
  const imageUrl = `https://img.clerk.com/${encodeBase64Url(new TextEncoder().encode(recipe))}`;
  return { id, name, slug, imageUrl, createdAt: now, updatedAt: now, members: [] };
}

/** Adds a member, or gives the one that is there another role. */
export function setMember(
  organization: Organization,
  account: Account,
  role: Role,
  random: RandomBytes,
  now: number,
): Membership {
  const present = memberOf(organization, account);
  organization.updatedAt = now;
  if (present !== null) return Object.assign(present, { role, updatedAt: now });
  const id = createIdentifier("orgmem", random);
  const member: Membership = { id, account, role, createdAt: now, updatedAt: now };
  organization.members = [...organization.members, member];
  return member;
}

export function removeMember(organization: Organization, account: Account, now: number): void {
  organization.members = organization.members.filter((member) => member.account !== account);
  organization.updatedAt = now;
}

export function memberOf(organization: Organization, account: Account): Membership | null {
  return organization.members.find((member) => member.account === account) ?? null;
}

/** The organizations that a person belongs to, in the order in which they were made. */
export function belongings(organizations: readonly Organization[], account: Account): readonly Belonging[] {
  return organizations.flatMap((organization) => {
    const membership = memberOf(organization, account);
    return membership === null ? [] : [{ organization, membership }];
  });
}

/** What the session's tokens say: null without an organization, and for one that the person does not belong to any more. */
export function activeBelonging(
  organizations: readonly Organization[],
  { account, organizationId }: Pick<Session, "account" | "organizationId">,
): Belonging | null {
  return (
    belongings(organizations, account).find(({ organization }) => organization.id === organizationId) ?? null
  );
}

/** `Ada's team` → `ada-s-team`, with a number behind it when another has it already. */
export function freeSlug(organizations: readonly Organization[], name: string): string {
  const slug =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "organization";
  const taken = new Set(organizations.map((organization) => organization.slug));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
