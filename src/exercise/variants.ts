/** Every known version of an exercise's code, and what its run must come to. */
import {
  answerFiles,
  starterFiles,
  type Exercise,
  type ExerciseAnswers,
  type WrongOutcome,
} from "./exercise.ts";
import type { SourceFiles } from "../wire/compiler.ts";

/** What a run of a variant must come to. */
export type Expectation =
  /** It compiles and starts, and at least one check fails. */
  | { readonly type: "fails-some" }
  | { readonly type: "passes" }
  /** Exactly these checks fail, and the hint of the first that does holds these words. */
  | { readonly type: "fails"; readonly checks: readonly string[]; readonly hint: string }
  /** It cannot be judged: the verdict's error has this code. */
  | { readonly type: "error"; readonly code: string };

export type Variant = {
  /** Id of the exercise. */
  readonly exercise: string;
  /** `starter`, `solution`, or the name of a wrong answer. */
  readonly name: string;
  /** All files, those that are as in the starter included. */
  readonly files: SourceFiles;
  readonly expectation: Expectation;
};

export const STARTER = "starter";
export const SOLUTION = "solution";

/** The starter only, where there are no answers: in a site built without solutions. */
export function variantsOf(
  exercise: Pick<Exercise, "id" | "files">,
  answers: ExerciseAnswers | null,
): readonly Variant[] {
  const variant = (name: string, files: SourceFiles, expectation: Expectation): Variant => ({
    exercise: exercise.id,
    name,
    files,
    expectation,
  });
  const starter = variant(STARTER, starterFiles(exercise), { type: "fails-some" });
  if (answers === null) return [starter];
  return [
    starter,
    variant(SOLUTION, answerFiles(exercise, answers.solution), { type: "passes" }),
    ...answers.wrong.map((wrong) =>
      variant(wrong.name, answerFiles(exercise, wrong.files), expectationOf(wrong)),
    ),
  ];
}

export function variantKey({ exercise, name }: Pick<Variant, "exercise" | "name">): string {
  return `${exercise}/${name}`;
}

/** Paths of the files in which two variants differ. */
export function differingFiles(one: Variant, other: Variant): readonly string[] {
  const paths = new Set([...Object.keys(one.files), ...Object.keys(other.files)]);
  return [...paths].filter((path) => one.files[path] !== other.files[path]);
}

function expectationOf(outcome: WrongOutcome): Expectation {
  if ("error" in outcome) return { type: "error", code: outcome.error };
  return { type: "fails", checks: outcome.fails, hint: outcome.hint };
}
