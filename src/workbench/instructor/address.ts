/** The addresses of the instructor's page and of what it opens. */
import { SOLUTION, STARTER, type Variant } from "../../exercise/variants.ts";

/** A parameter of the site's address, not in the vocabulary that pages share: it is nothing to embed. */
const ANSWER = "answer";

export function isInstructorAddress(parameters: URLSearchParams): boolean {
  return parameters.get("view") === "instructor";
}

/** Opens the workbench on a variant. Drafts are neither read nor written there. */
export function previewAddress({ exercise, name }: Pick<Variant, "exercise" | "name">): string {
  return `?${new URLSearchParams({ exercise, persist: "off", [ANSWER]: name }).toString()}`;
}

/** Name of the variant that the address asks for; null when it asks for none. */
export function previewedName(parameters: URLSearchParams): string | null {
  return parameters.get(ANSWER);
}

/** What the page says while a variant is previewed. */
export function previewSentence(name: string): string {
  return `You are looking at the ${describe(name)}. Nothing here is saved.`;
}

function describe(name: string): string {
  return name === STARTER || name === SOLUTION ? name : `wrong answer “${name}”`;
}
