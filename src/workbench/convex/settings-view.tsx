/** Whom the deployment trusts, its variables and its addresses. */
import type { DeploymentView, ProviderView } from "../../wire/deployment.ts";

type SettingsViewProps = { readonly deployment: DeploymentView; readonly name: string };

export function SettingsView({ deployment: { providers, environment }, name }: SettingsViewProps) {
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="Settings">
      <section>
        <h2>Authentication</h2>
        <p class="soft">convex/auth.config.ts, as it came out when it was deployed.</p>
        {providers.length === 0 && <p>It names no provider: every token is refused.</p>}
        {providers.map((provider, index) => (
          <Pairs
            key={index}
            pairs={[
              ["type", provider.type],
              ["a token's iss must be", provider.issuer],
              ["a token's aud must be", audience(provider)],
            ]}
          />
        ))}
      </section>
      <section>
        <h2>Environment variables</h2>
        {Object.keys(environment).length === 0 ? (
          <p>None are set.</p>
        ) : (
          <Pairs pairs={Object.entries(environment)} />
        )}
      </section>
      <section>
        <h2>Addresses</h2>
        <Pairs
          pairs={[
            ["clients", `https://${name}.convex.cloud`],
            ["HTTP actions", `https://${name}.convex.site`],
          ]}
        />
      </section>
    </div>
  );
}

const audience = ({ applicationID }: ProviderView): string => applicationID ?? "anything";

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl class="pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
