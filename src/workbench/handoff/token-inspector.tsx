/** A token taken apart: what it says, what each word means, and whether anybody has checked it. */
import { explainClaims } from "../../handoff/claims.ts";
import type { JsonObject } from "../../handoff/json-text.ts";
import { decodeToken, tokenVerdict } from "../../handoff/token.ts";
import { verificationLadder, type Rung } from "../../handoff/verification-ladder.ts";
import type { CarriedToken } from "../../wire/handoff.ts";

export function TokenInspector({ token }: { readonly token: CarriedToken }) {
  const decoded = decodeToken(token.jwt);
  const verdict = tokenVerdict(token.verification);
  return (
    <section class="token" aria-label="Token">
      <p class={`token-verdict tone-${verdict.tone}`}>
        <strong>Token</strong> {verdict.sentence}
      </p>
      {verdict.explanation !== null && <p class="token-explanation">{verdict.explanation}</p>}
      <Ladder rungs={verificationLadder(token.verification)} />
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

const MARKS: Readonly<Record<Rung["state"], string>> = { passed: "✓", failed: "✕", "not reached": "–" };

function Ladder({ rungs }: { readonly rungs: readonly Rung[] }) {
  if (rungs.length === 0) return null;
  return (
    <ol class="ladder" aria-label="Steps of the verification">
      {rungs.map(({ step, question, state, found, wanted, file }) => (
        <li key={step} class={`rung rung-${state.replaceAll(" ", "-")}`}>
          <span class="rung-mark" aria-hidden="true">
            {MARKS[state]}
          </span>
          <span>
            {question} <span class="rung-state">{state}</span>
            {found !== null && (
              <span class="rung-values">
                the token has <code>{found}</code>
                {wanted !== null && (
                  <>
                    , wanted is <code>{wanted}</code>
                  </>
                )}
                {file !== null && (
                  <>
                    {" "}
                    (see <code>{file}</code>)
                  </>
                )}
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
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
