/** What can go wrong at Clerk and on the way to it, as settings. What follows from them is real. */
import type { InstanceChange, InstanceView, Weather } from "../../wire/issuer.ts";
import type { ClerkView } from "./clerk-view.ts";

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

/** As if the app had the publishable key of this one. */
const OTHER_ISSUER = "https://wrong-lynx-7.clerk.accounts.dev";

type FaultsProps = { readonly view: ClerkView; readonly instance: InstanceView };

export function Faults({ view, instance: { weather, clockSkewSeconds, otherIssuer } }: FaultsProps) {
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
          Issuer of its tokens
          <select
            value={otherIssuer ?? ""}
            onChange={({ currentTarget }) =>
              change({ type: "set-other-issuer", issuer: currentTarget.value || null })
            }
          >
            <option value="">this instance</option>
            <option value={OTHER_ISSUER}>another instance</option>
          </select>
        </label>
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
