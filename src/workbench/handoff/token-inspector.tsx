import { explainClaims } from "../../handoff/claims.ts";
import type { JsonObject } from "../../handoff/json-text.ts";
import { decodeToken, tokenVerdict } from "../../handoff/token.ts";
import type { CarriedToken } from "../../wire/handoff.ts";

/** A token taken apart: header, claims with their meanings, signature, and what the trusted side made of it. */
export function TokenInspector({ token }: { readonly token: CarriedToken }) {
  const { header, claims, signature, problem } = decodeToken(token.jwt);
  const verdict = tokenVerdict(token.verification);
  return (
    <section class={`token token-${verdict.tone}`} aria-label="Token">
      <p class="token-verdict">
        Signature: <strong>{verdict.sentence}</strong>
      </p>
      {verdict.explanation !== null && <p>{verdict.explanation}</p>}
      {problem !== null && <p>{problem}</p>}
      {header !== null && <Claims title="Header" claims={header} />}
      {claims !== null && <Claims title="Claims" claims={claims} />}
      {signature !== "" && (
        <details>
          <summary>Signature, base64url</summary>
          <pre>{signature}</pre>
        </details>
      )}
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
              {spoken !== null && <span class="note"> {spoken}</span>}
              {meaning !== null && <span class="meaning">{meaning}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
