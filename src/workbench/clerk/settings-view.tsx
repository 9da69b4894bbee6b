/** The instance's keys, its sessions, its integration with Convex, and what can go wrong on the way to it. */
import type { ClerkView } from "./clerk-view.ts";
import { Faults } from "./faults.tsx";
import type { InstanceView } from "../../wire/issuer.ts";

type SettingsViewProps = { readonly view: ClerkView; readonly instance: InstanceView };

const LIFETIMES = [10, 20, 30, 60, 300];

export function SettingsView({ view, instance }: SettingsViewProps) {
  const { issuer, sessionTokenHasConvexClaims, signingKey, servedKeys, signUpMode } = instance;
  const { sessionMode, sessionTokenLifetimeSeconds } = instance;
  const rotate = (keepsFormer: boolean) =>
    view.change(
      { type: "rotate-key", keepsFormer },
      keepsFormer
        ? "A new key signs. What the former one signed is still verified."
        : "A new key signs. What the former one signed is refused wherever the key set is fetched again.",
    );
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Instance">
      <section>
        <h2>Issuer</h2>
        <p>
          <code>{issuer}</code>
        </p>
      </section>
      <section>
        <h2>Integration with Convex</h2>
        <label class="switch">
          <input
            type="checkbox"
            checked={sessionTokenHasConvexClaims}
            onChange={({ currentTarget: { checked: isOn } }) =>
              void view.change(
                { type: "put-convex-claims-into-session-token", isOn },
                isOn
                  ? "Session tokens are for Convex now; no template is needed."
                  : "Session tokens have no audience; Convex asks for the template.",
              )
            }
          />
          <span>
            Put <code>aud: "convex"</code> into the session token
          </span>
        </label>
      </section>
      <section>
        <h2>Sign-up</h2>
        <label class="switch">
          <input
            type="checkbox"
            checked={signUpMode === "public"}
            onChange={({ currentTarget: { checked } }) =>
              void view.change(
                { type: "set-sign-up-mode", mode: checked ? "public" : "restricted" },
                checked ? "Anybody may sign up now." : "Only people who are added here can sign in.",
              )
            }
          />
          Anybody may sign up
        </label>
      </section>
      <section>
        <h2>Sessions</h2>
        <label class="switch">
          <input
            type="checkbox"
            checked={sessionMode === "multi"}
            onChange={({ currentTarget: { checked } }) =>
              void view.change(
                { type: "set-session-mode", mode: checked ? "multi" : "single" },
                checked
                  ? "Several people may be signed in on one browser. The next run knows."
                  : "One person at a time. The next run knows.",
              )
            }
          />
          Several people at once on one browser
        </label>
        <div class="call-form">
          <label>
            A session token lives
            <select
              value={String(sessionTokenLifetimeSeconds)}
              onChange={({ currentTarget }) =>
                void view.change(
                  { type: "set-session-token-lifetime", seconds: Number(currentTarget.value) },
                  "That counts from the next token on. Templates have lifetimes of their own.",
                )
              }
            >
              {LIFETIMES.map((seconds) => (
                <option key={seconds} value={String(seconds)}>
                  {seconds} s{seconds === 60 ? " (as at Clerk)" : ""}
                </option>
              ))}
            </select>
          </label>
        </div>
      </section>
      <section>
        <h2>Keys</h2>
        <p class="soft">
          Signs: <code>{signingKey}</code>
          <br />
          In the key set: {servedKeys.length}
        </p>
        <p class="card-actions">
          <button type="button" class="button small" onClick={() => void rotate(true)}>
            Rotate, keep the former
          </button>
          <button type="button" class="button small" onClick={() => void rotate(false)}>
            Rotate, drop the former
          </button>
        </p>
      </section>
      <Faults view={view} instance={instance} />
    </div>
  );
}
