/** The sessions of everybody and the tickets for them, newest first. */
import type { InstanceView } from "../../wire/issuer.ts";
import type { ClerkView } from "./clerk-view.ts";

type SessionsViewProps = { readonly view: ClerkView; readonly instance: InstanceView };

export function SessionsView({ view, instance: { sessions, signInTokens, people } }: SessionsViewProps) {
  const name = (id: string): string => people.find((person) => person.id === id)?.name ?? id;
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Sessions">
      {sessions.length === 0 && <p class="dashboard-empty">Nobody has signed in.</p>}
      {sessions.length > 0 && (
        <table aria-label="Sessions">
          <thead>
            <tr>
              {["Person", "Status", "Since", "Revoke"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sessions.toReversed().map(({ id, person, status, createdAt }) => (
              <tr key={id}>
                <td title={id}>{name(person)}</td>
                <td>{status}</td>
                <td>{new Date(createdAt).toLocaleTimeString()}</td>
                <td>
                  {status === "active" && (
                    <button
                      type="button"
                      class="button small"
                      onClick={() =>
                        void view.change(
                          { type: "revoke-session", session: id },
                          `The session of ${name(person)} is revoked: it gets no new token. The last one stays valid until it expires.`,
                        )
                      }
                    >
                      Revoke<span class="visually-hidden"> the session of {name(person)}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {signInTokens.length > 0 && (
        <section>
          <h2>Tickets</h2>
          <ul class="cards">
            {signInTokens.toReversed().map(({ id, person, ticket, status }) => (
              <li class="card" key={id}>
                <p>
                  <strong>{name(person)}</strong> {status}
                  <br />
                  <code class="ticket">{ticket}</code>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
