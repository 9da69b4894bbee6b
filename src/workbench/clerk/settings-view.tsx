/** The instance's keys, its integration with Convex, and what can go wrong on the way to it. */
import type { InstanceChange, InstanceView, Weather } from "../../wire/issuer.ts";
import type { ClerkView } from "./clerk-view.ts";

type SettingsViewProps = { readonly view: ClerkView; readonly instance: InstanceView };

export function SettingsView({ view, instance }: SettingsViewProps) {
  const { issuer, sessionTokenHasConvexClaims, signingKey, servedKeys, signUpMode } = instance;
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

const WEATHERS: Readonly<Record<Weather, string>> = {
  normal: "normal",
  slow: "slow (3 s more)",
  failing: "failing (503)",
};
const WAYS = [
  ["app", "From the browser to Clerk"],
  ["deployment", "From Convex to Clerk's keys"],
] as const;
const SKEWS = [-3600, -120, 0, 120, 3600];

function Faults({ view, instance: { weather, clockSkewSeconds } }: SettingsViewProps) {
  const change = (wanted: InstanceChange): void =>
    void view.change(wanted, "That counts from the next request on.");
  return (
    <section>
      <h2>What can go wrong</h2>
      <div class="call-form">
        {WAYS.map(([caller, title]) => (
          <label key={caller}>
            {title}
            <select
              value={weather[caller]}
              onChange={({ currentTarget }) =>
                change({ type: "set-weather", caller, weather: currentTarget.value as Weather })
              }
            >
              {Object.entries(WEATHERS).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label>
          Clerk's clock
          <select
            value={String(clockSkewSeconds)}
            onChange={({ currentTarget }) =>
              change({ type: "set-clock-skew", seconds: Number(currentTarget.value) })
            }
          >
            {SKEWS.map((seconds) => (
              <option key={seconds} value={String(seconds)}>
                {skewWords(seconds)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="soft">Restore rows puts all of this back. The checks use an instance of their own.</p>
    </section>
  );
}

function skewWords(seconds: number): string {
  if (seconds === 0) return "right";
  const minutes = Math.abs(seconds) / 60;
  return `${minutes} min ${seconds > 0 ? "ahead" : "behind"}`;
}
