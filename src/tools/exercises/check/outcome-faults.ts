/** Do the verdicts prove what the exercise promises? */
import { faultsOf } from "../../../exercise/expected.ts";
import { SOLUTION, STARTER, type Variant } from "../../../exercise/variants.ts";
import type { Verdict } from "../../../wire/verdict.ts";
import type { Fault } from "./folder.ts";

export type Outcome = { readonly variant: Variant; readonly verdict: Verdict };

/** Folder of a variant, from the exercise's root. */
export function variantFolder({ name }: Pick<Variant, "name">): string {
  return name === STARTER || name === SOLUTION ? name : `wrong/${name}`;
}

export function outcomeFaults({ variant, verdict }: Outcome): Fault[] {
  const place = `exercises/${variant.exercise}/${variantFolder(variant)}`;
  return faultsOf(variant.expectation, verdict).map((fault) => `${place}: ${fault}`);
}

/** Checks that passed whatever was wrong: they prove nothing yet. */
export function neverFailing(outcomes: readonly Outcome[]): Fault[] {
  const [first] = outcomes;
  if (first === undefined) return [];
  return first.verdict.checks
    .filter(({ id }) => !outcomes.some(({ verdict }) => hasFailed(verdict, id)))
    .map(
      ({ id }) =>
        `exercises/${first.variant.exercise}: nothing makes the check "${id}" fail. Add a wrong answer that does.`,
    );
}

function hasFailed(verdict: Verdict, check: string): boolean {
  return verdict.checks.some(({ id, status }) => id === check && status === "failed");
}
