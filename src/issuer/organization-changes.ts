/** What an owner does with organizations in Clerk's dashboard. */
import { failure, success, type Result } from "../base/result.ts";
import type { InstanceChange } from "../wire/issuer.ts";
import type { InstanceState } from "./instance-state.ts";
import { createOrganization, freeSlug, removeMember, setMember } from "./organizations.ts";

type OrganizationChange = Extract<
  InstanceChange,
  { type: "add-organization" | "delete-organization" | "set-member" }
>;

/** The failure is a sentence for whoever changed it; then nothing has changed. */
export function changeOrganizations(state: InstanceState, change: OrganizationChange): Result<null, string> {
  const now = Math.floor(state.clock.now());
  const personOf = (id: string) => state.accounts.find(({ person }) => person.id === id);
  switch (change.type) {
    case "add-organization": {
      const name = change.name.trim();
      if (name === "") return failure("An organization has a name.");
      const admin = personOf(change.admin);
      if (admin === undefined) return failure(`There is no person ${change.admin}.`);
      const slug = freeSlug(state.organizations, name);
      const organization = createOrganization({ name, slug, instanceId: state.id }, state.random, now);
      setMember(organization, admin, "org:admin", state.random, now);
      state.organizations = [...state.organizations, organization];
      return success(null);
    }
    case "delete-organization":
      state.organizations = state.organizations.filter(({ id }) => id !== change.organization);
      return success(null);
    case "set-member": {
      const organization = state.organizations.find(({ id }) => id === change.organization);
      if (organization === undefined) return failure(`There is no organization ${change.organization}.`);
      const account = personOf(change.person);
      if (account === undefined) return failure(`There is no person ${change.person}.`);
      if (change.role === null) removeMember(organization, account, now);
      else setMember(organization, account, change.role, state.random, now);
      return success(null);
    }
    default:
      return change satisfies never;
  }
}
