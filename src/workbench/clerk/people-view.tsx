/** Who can sign in, and a form to add somebody. */
import type { ClerkView, PersonView } from "./clerk-view.ts";

type PeopleViewProps = { readonly view: ClerkView; readonly people: readonly PersonView[] };

export function PeopleView({ view, people }: PeopleViewProps) {
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="People">
      <ul class="cards">
        {people.map((person) => (
          <Person key={person.id} view={view} person={person} />
        ))}
      </ul>
      <AddPerson view={view} />
    </div>
  );
}

function Person({ view, person }: { readonly view: ClerkView; readonly person: PersonView }) {
  const { id, name, emailAddress, password, isBanned } = person;
  const ban = isBanned ? "Unban" : "Ban";
  const said = isBanned
    ? `${name} may sign in again.`
    : `${name} is banned: their sessions are revoked. Tokens that are out stay valid until they expire.`;
  return (
    <li class="card">
      <p>
        <strong>{name}</strong> {isBanned && <span class="is-refused">banned</span>}
      </p>
      <p class="soft">
        {emailAddress} · password {password}
        <br />
        <code>{id}</code>
      </p>
      <p class="card-actions">
        <button type="button" class="button small" onClick={() => void view.signIn(person)}>
          Sign in<span class="visually-hidden"> as {name}</span>
        </button>
        <button
          type="button"
          class="button small"
          onClick={() =>
            void view.change(
              { type: "add-sign-in-token", person: id },
              `A ticket for ${name} is made, as a server would: it stands under Sessions.`,
            )
          }
        >
          Make a ticket<span class="visually-hidden"> for {name}</span>
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => void view.change({ type: "ban-person", person: id, isBanned: !isBanned }, said)}
        >
          {ban}
          <span class="visually-hidden"> {name}</span>
        </button>
      </p>
    </li>
  );
}

const FIELDS = [
  ["firstName", "First name"],
  ["lastName", "Last name"],
  ["emailAddress", "Email address"],
  ["password", "Password"],
] as const;

function AddPerson({ view }: { readonly view: ClerkView }) {
  async function add(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const text = (name: (typeof FIELDS)[number][0]): string => {
      const value = fields.get(name);
      return typeof value === "string" ? value : "";
    };
    const person = {
      firstName: text("firstName"),
      lastName: text("lastName"),
      emailAddress: text("emailAddress"),
      password: text("password"),
    };
    if (await view.change({ type: "add-person", ...person }, `${person.firstName} can sign in now.`))
      form.reset();
  }

  return (
    <details>
      <summary>Add a person</summary>
      <form
        class="call-form"
        aria-label="Add a person"
        onSubmit={(event) => {
          event.preventDefault();
          void add(event.currentTarget);
        }}
      >
        {FIELDS.map(([name, title]) => (
          <label key={name}>
            {title}
            <input name={name} required autocomplete="off" />
          </label>
        ))}
        <button type="submit" class="button small">
          Add
        </button>
      </form>
    </details>
  );
}
