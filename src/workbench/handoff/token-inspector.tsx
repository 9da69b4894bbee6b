/** A token taken apart: what it says, what each word means, and whether anybody has checked it. */
import { explainClaims } from "../../handoff/claims.ts";
import type { JsonObject } from "../../handoff/json-text.ts";
import { decodeToken, tokenVerdict } from "../../handoff/token.ts";
import type { CarriedToken } from "../../wire/handoff.ts";

export function TokenInspector({ token }: { readonly token: CarriedToken }) {
  const decoded = decodeToken(token.jwt);
  const verdict = tokenVerdict(token.verification);
  return (
    <section class="token" aria-label="Token">
      <p class={`token-verdict tone-${verdict.tone}`}>
        <strong>Signature</strong> {verdict.sentence}
      </p>
      {verdict.explanation !== null && <p class="token-explanation">{verdict.explanation}</p>}
      {decoded.problem !== null && <p class="token-problem">{decoded.problem}</p>}
      {decoded.header !== null && <Claims title="Header" claims={decoded.header} />}
      {decoded.claims !== null && <Claims title="Claims" claims={decoded.claims} />}
      <details>
        <summary>The token as it travels</summary>
        <p class="compact">{token.jwt}</p>
      </details>
    </section>
  );
}

function Claims({ title, claims }: { readonly title: string; readonly claims: JsonObject }) {
  return (
    <table class="claims">
      <caption>{title}</caption>
      <tbody>
        {explainClaims(claims).map(({ name, value, spoken, meaning }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <code>{value}</code>
              {spoken !== null && <span class="spoken"> {spoken}</span>}
              {meaning !== null && <span class="meaning">{meaning}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
