/** What the address's `answer` names, made ready for the workbench. */
import type { CatalogueEntry } from "../../exercise/catalogue.ts";
import type { Exercise, PrecompiledFiles } from "../../exercise/exercise.ts";
import { variantsOf, type Variant } from "../../exercise/variants.ts";

export type OpenedVariant = { readonly variant: Variant; readonly precompiled: readonly PrecompiledFiles[] };

/** Null when the exercise has no variant of this name, as in a site built without solutions. */
export async function openVariant(
  exercise: Exercise,
  loadAnswers: CatalogueEntry["loadAnswers"],
  name: string,
): Promise<OpenedVariant | null> {
  const answers = loadAnswers === null ? null : await loadAnswers();
  const variant = variantsOf(exercise, answers).find((candidate) => candidate.name === name);
  return variant === undefined ? null : { variant, precompiled: answers?.precompiled ?? [] };
}
