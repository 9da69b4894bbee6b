/** `/v1/organizations`: for their members, and for what their roles allow. */
import { failure, success, type Result } from "../base/result.ts";
import {
  alreadyMember,
  ORGANIZATION_NOT_FOUND,
  ORGANIZATIONS_NOT_ENABLED,
  parameterMissing,
  permissionMissing,
  ROLE_NOT_FOUND,
  userNotFound,
  type ClerkFault,
} from "./clerk-error.ts";
import type { Session } from "./client-state.ts";
import { formField } from "./frontend-request.ts";
import {
  belongings,
  createOrganization,
  freeSlug,
  isRole,
  memberOf,
  removeMember,
  ROLES,
  setMember,
  type Belonging,
  type Organization,
} from "./organizations.ts";
import type { Account } from "./people.ts";
import { memberResource, organizationResource, page, roleResource } from "./resources/organization.ts";
import { refuse, withClient, type RouteAnswer, type RouteContext } from "./route-answer.ts";
import { whenSignedIn, type SignedInAnswer } from "./signed-in.ts";

/** Whoever makes one is its first admin. */
export const createMyOrganization = whenSignedIn((context) => {
  const { state, form, session, now } = context;
  if (!state.hasOrganizations) return refuse(context, ORGANIZATIONS_NOT_ENABLED);
  const name = formField(form, "name");
  if (name === null) return refuse(context, parameterMissing("name"));
  const slug = freeSlug(state.organizations, formField(form, "slug") ?? name);
  const organization = createOrganization({ name, slug, instanceId: state.id }, state.random, now);
  setMember(organization, session.account, "org:admin", state.random, now);
  state.organizations = [...state.organizations, organization];
  return withClient(context, organizationResource(organization));
});

export const getOrganization = forMembers(null, (context, { organization }) =>
  withClient(context, organizationResource(organization)),
);

export const updateOrganization = forMembers("org:sys_profile:manage", (context, { organization }) => {
  const { state, form, now } = context;
  organization.name = formField(form, "name") ?? organization.name;
  const slug = formField(form, "slug");
  const others = state.organizations.filter((other) => other !== organization);
  if (slug !== null) organization.slug = freeSlug(others, slug);
  organization.updatedAt = now;
  return withClient(context, organizationResource(organization));
});

export const deleteOrganization = forMembers("org:sys_profile:delete", (context, { organization }) => {
  const { state } = context;
  state.organizations = state.organizations.filter((other) => other !== organization);
  return withClient(context, { object: "organization", id: organization.id, deleted: true });
});

export const listMembers = forMembers("org:sys_memberships:read", (context, { organization }) => {
  const members = organization.members.map((member) => memberResource(organization, member));
  return withClient(context, page(members, context.query));
});

export const addMember = forMembers("org:sys_memberships:manage", (context, { organization }) => {
  const { state, form, now } = context;
  const role = wantedRole(form);
  if (!role.ok) return refuse(context, role.error);
  const account = findPerson(context, formField(form, "user_id") ?? "");
  if (!account.ok) return refuse(context, account.error);
  if (memberOf(organization, account.value) !== null)
    return refuse(context, alreadyMember(account.value.person.id));
  const member = setMember(organization, account.value, role.value, state.random, now);
  return withClient(context, memberResource(organization, member));
});

export const changeMember = forMembers(
  "org:sys_memberships:manage",
  (context, { organization }, [, id = ""]) => {
    const { state, form, now } = context;
    const role = wantedRole(form);
    if (!role.ok) return refuse(context, role.error);
    const member = findMember(context, organization, id);
    if (!member.ok) return refuse(context, member.error);
    const changed = setMember(organization, member.value, role.value, state.random, now);
    return withClient(context, memberResource(organization, changed));
  },
);

export const dropMember = forMembers(
  "org:sys_memberships:manage",
  (context, { organization }, [, id = ""]) => {
    const member = findMember(context, organization, id);
    if (!member.ok) return refuse(context, member.error);
    const membership = memberOf(organization, member.value);
    const resource = membership === null ? null : memberResource(organization, membership);
    removeMember(organization, member.value, context.now);
    return withClient(context, resource);
  },
);

export const listRoles = forMembers(null, (context) => {
  const { createdAt } = context.state;
  const data = Object.entries(ROLES).map(([key, role]) => roleResource(key, role, createdAt));
  return withClient(context, { data, total_count: data.length });
});

/** Answers members, and of them those whose role has the permission. */
function forMembers(
  permission: string | null,
  answer: (
    context: RouteContext & { readonly session: Session },
    belonging: Belonging,
    segments: readonly string[],
  ) => ReturnType<SignedInAnswer>,
): RouteAnswer {
  return whenSignedIn((context, segments) => {
    const { state, session } = context;
    const [id] = segments;
    if (!state.hasOrganizations) return refuse(context, ORGANIZATIONS_NOT_ENABLED);
    const own = belongings(state.organizations, session.account);
    const found = own.find(({ organization }) => organization.id === id);
    if (found === undefined) return refuse(context, ORGANIZATION_NOT_FOUND);
    if (permission !== null && !ROLES[found.membership.role].permissions.includes(permission))
      return refuse(context, permissionMissing(permission));
    return answer(context, found, segments);
  });
}

function wantedRole(form: URLSearchParams): Result<keyof typeof ROLES, ClerkFault> {
  const role = formField(form, "role") ?? "";
  return isRole(role) ? success(role) : failure(ROLE_NOT_FOUND);
}

function findPerson({ state }: RouteContext, id: string): Result<Account, ClerkFault> {
  const account = state.accounts.find(({ person }) => person.id === id);
  return account === undefined ? failure(userNotFound(id)) : success(account);
}

function findMember(
  context: RouteContext,
  organization: Organization,
  id: string,
): Result<Account, ClerkFault> {
  const account = findPerson(context, id);
  if (account.ok && memberOf(organization, account.value) === null) return failure(userNotFound(id));
  return account;
}
