import { expect, test } from "vitest";
import { organizationMenu } from "./organization-menu.ts";

const engines = { id: "org_1", name: "Analytical Engines" };
const navy = { id: "org_2", name: "Navy" };

test("nobody signed in has no organizations to switch", () => {
  expect(organizationMenu({ user: null, organization: null })).toBeNull();
});

test("without memberships there is the personal account alone", () => {
  expect(organizationMenu({ user: { organizationMemberships: [] }, organization: null })).toEqual({
    name: "Personal account",
    choices: [{ id: null, label: "Personal account", isChosen: true }],
  });
});

test("the active organization gives its name, and each membership its role", () => {
  const organizationMemberships = [
    { role: "org:admin", organization: engines },
    { role: "org:member", organization: navy },
  ];
  expect(organizationMenu({ user: { organizationMemberships }, organization: navy })).toEqual({
    name: "Navy",
    choices: [
      { id: null, label: "Personal account", isChosen: false },
      { id: "org_1", label: "Analytical Engines (admin)", isChosen: false },
      { id: "org_2", label: "Navy (member)", isChosen: true },
    ],
  });
});
