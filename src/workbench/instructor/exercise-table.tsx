/** One exercise: its variants down, its checks across, and below the table what was opened from it. */
import type { ExerciseRows, Matrix, VariantState } from "./matrix.ts";
import { previewAddress } from "./address.ts";
import { DetailPanel } from "./detail-panel.tsx";
import { DifferencePanel } from "./difference-panel.tsx";
import type { PanelState } from "./panel.ts";
import { outcomeWord, standingOf, type Standing } from "./sentences.ts";
import { STARTER, type Variant } from "../../exercise/variants.ts";

type TableProps = { readonly matrix: Matrix; readonly row: ExerciseRows; readonly panel: PanelState };

export function ExerciseTable({ matrix, row, panel }: TableProps) {
  const { exercise, variants } = row;
  const open = panel.open.value;
  const isHere = open?.variant.exercise === exercise.id;
  return (
    <section class="matrix" aria-label={exercise.title}>
      <div class="matrix-head">
        <h2>
          <a href={`?exercise=${encodeURIComponent(exercise.id)}`}>{exercise.title}</a>
        </h2>
        <button type="button" class="button" onClick={() => matrix.start(variants)}>
          Run<span class="visually-hidden"> all of {exercise.title}</span>
        </button>
      </div>
      <div class="matrix-scroll scroll" tabIndex={0} role="group" aria-label={`Results of ${exercise.title}`}>
        <table>
          <caption class="visually-hidden">{exercise.title}: variants and checks</caption>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Outcome</th>
              {exercise.checks.map(({ id, title }) => (
                <th key={id} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => (
              <VariantRow key={variant.name} matrix={matrix} row={row} variant={variant} panel={panel} />
            ))}
          </tbody>
        </table>
      </div>
      {isHere && open.type === "detail" && (
        <DetailPanel
          key={open.variant.name}
          row={row}
          variant={open.variant}
          state={matrix.stateOf(open.variant)}
          check={open.check}
          onClose={panel.close}
        />
      )}
      {isHere && open.type === "difference" && (
        <DifferencePanel key={open.variant.name} row={row} variant={open.variant} onClose={panel.close} />
      )}
    </section>
  );
}

type RowProps = TableProps & { readonly variant: Variant };

function VariantRow({ matrix, row, variant, panel }: RowProps) {
  const { exercise } = row;
  const { name, expectation } = variant;
  const state = matrix.stateOf(variant);
  const named = <span class="visually-hidden"> {name}</span>;
  return (
    <tr>
      <th scope="row">
        <span class="variant-name">{name}</span>
        <span class="variant-actions">
          <button type="button" class="link" onClick={() => matrix.start([variant])}>
            Run{named}
          </button>
          <a href={previewAddress(variant)} target="_blank" rel="noopener">
            Preview<span class="visually-hidden"> {name} (new tab)</span>
          </a>
          {name !== STARTER && (
            <button
              type="button"
              class="link"
              onClick={({ currentTarget }) => panel.show({ type: "difference", variant }, currentTarget)}
            >
              Compare<span class="visually-hidden"> the starter with {name}</span>
            </button>
          )}
        </span>
      </th>
      <td>
        <Outcome
          state={state}
          name={name}
          onOpen={(opener) => panel.show({ type: "detail", variant, check: null }, opener)}
        />
      </td>
      {exercise.checks.map(({ id, title }) => (
        <td key={id}>
          <Cell
            standing={standingOf(state, expectation, id)}
            name={`${name}, ${title}`}
            onOpen={
              state.type === "done"
                ? (opener) => panel.show({ type: "detail", variant, check: id }, opener)
                : null
            }
          />
        </td>
      ))}
    </tr>
  );
}

type OutcomeProps = {
  readonly state: VariantState;
  readonly name: string;
  readonly onOpen: (opener: HTMLElement) => void;
};

function Outcome({ state, name, onOpen }: OutcomeProps) {
  const word = outcomeWord(state);
  const look = state.type === "done" ? (state.result.asExpected ? "good" : "bad") : "open";
  return (
    <button
      type="button"
      class={`cell outcome outcome-${look}`}
      aria-label={`${name}: ${word}. Show all of it`}
      onClick={({ currentTarget }) => onOpen(currentTarget)}
    >
      <span aria-hidden="true">{look === "good" ? "✓ " : look === "bad" ? "✕ " : ""}</span>
      {word}
    </button>
  );
}

type CellProps = {
  readonly standing: Standing;
  readonly name: string;
  readonly onOpen: ((opener: HTMLElement) => void) | null;
};

function Cell({ standing: { icon, word, asExpected }, name, onOpen }: CellProps) {
  const look = `cell cell-${word.replaceAll(" ", "-")} ${asExpected === false ? "is-unexpected" : ""}`;
  const note = asExpected === null ? null : asExpected ? "as expected" : "not as expected";
  const content = (
    <>
      <span class="cell-word">
        <span class="cell-icon" aria-hidden="true">
          {icon}
        </span>{" "}
        {word}
      </span>
      {note !== null && <span class="cell-note">{note}</span>}
    </>
  );
  if (onOpen === null) return <span class={look}>{content}</span>;
  return (
    <button type="button" class={look} onClick={({ currentTarget }) => onOpen(currentTarget)}>
      <span class="visually-hidden">{name}: </span>
      {content}
    </button>
  );
}
