/** Organizations and who belongs to them. */
import type { InstanceView, Role } from "../../wire/issuer.ts";
import type { ClerkView, PersonView } from "./clerk-view.ts";

type OrganizationView = InstanceView["organizations"][number];
type OrganizationsViewProps = { readonly view: ClerkView; readonly instance: InstanceView };

const ROLES: Readonly<Record<Role, string>> = { "org:admin": "Admin", "org:member": "Member" };

export function OrganizationsView({ view, instance }: OrganizationsViewProps) {
  const { hasOrganizations, organizations, people } = instance;
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Organizations">
      <label class="switch">
        <input
          type="checkbox"
          checked={hasOrganizations}
          onChange={({ currentTarget: { checked: areOn } }) =>
            void view.change(
              { type: "set-organizations", areOn },
              areOn
                ? "Organizations are on. The next run knows."
                : "Organizations are off. The next run knows.",
            )
          }
        />
        The instance has organizations
      </label>
      <ul class="cards">
        {organizations.map((organization) => (
          <Organization key={organization.id} view={view} organization={organization} people={people} />
        ))}
      </ul>
      {hasOrganizations && <AddOrganization view={view} people={people} />}
    </div>
  );
}

type OrganizationProps = {
  readonly view: ClerkView;
  readonly organization: OrganizationView;
  readonly people: readonly PersonView[];
};

function Organization({ view, organization: { id, name, slug, members }, people }: OrganizationProps) {
  const nameOf = (person: string): string => people.find((one) => one.id === person)?.name ?? person;
  const set = (person: string, role: Role | null): void =>
    void view.change(
      { type: "set-member", organization: id, person, role },
      role === null
        ? `${nameOf(person)} has left ${name}.`
        : `${nameOf(person)} is ${ROLES[role].toLowerCase()} of ${name}; their next token says so.`,
    );
  const others = people.filter((person) => members.every((member) => member.person !== person.id));
  return (
    <li class="card">
      <p>
        <strong>{name}</strong> <code>{slug}</code>
        <br />
        <code class="soft">{id}</code>
      </p>
      <div class="call-form">
        {members.map(({ person, role }) => (
          <label key={person}>
            {nameOf(person)}
            <select
              value={role}
              aria-label={`Role of ${nameOf(person)} in ${name}`}
              onChange={({ currentTarget }) => set(person, readRole(currentTarget.value))}
            >
              {Object.entries(ROLES).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
              <option value="">Leaves</option>
            </select>
          </label>
        ))}
        {others.length > 0 && (
          <label>
            Add
            <select
              value=""
              aria-label={`Add a member to ${name}`}
              onChange={({ currentTarget }) => set(currentTarget.value, "org:member")}
            >
              <option value="">choose a person</option>
              {others.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="card-actions">
        <button
          type="button"
          class="button small"
          onClick={() =>
            void view.change({ type: "delete-organization", organization: id }, `${name} is deleted.`)
          }
        >
          Delete<span class="visually-hidden"> {name}</span>
        </button>
      </p>
    </li>
  );
}

function readRole(value: string): Role | null {
  return value === "org:admin" || value === "org:member" ? value : null;
}

type AddOrganizationProps = { readonly view: ClerkView; readonly people: readonly PersonView[] };

function AddOrganization({ view, people }: AddOrganizationProps) {
  async function add(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (field: string): string => {
      const value = fields.get(field);
      return typeof value === "string" ? value : "";
    };
    const name = text("name");
    const change = { type: "add-organization", name, admin: text("admin") } as const;
    if (await view.change(change, `${name.trim()} is there.`)) form.reset();
  }

  return (
    <form
      class="call-form"
      aria-label="Add an organization"
      onSubmit={(event) => {
        event.preventDefault();
        void add(event.currentTarget);
      }}
    >
      <label>
        Name
        <input name="name" required autocomplete="off" />
      </label>
      <label>
        First admin
        <select name="admin">
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button small">
        Add organization
      </button>
    </form>
  );
}
